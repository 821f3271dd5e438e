"use strict";

// Warns two minutes before a sign-in ends, and lets the reader stay without leaving the page.
class SessionWarning {
  constructor(note) {
    this.dialog = document.querySelector("[data-session-dialog]");
    this.warning = Number(note.dataset.sessionWarning);
    this.form = this.dialog.querySelector("[data-session-stay]");
    this.idle = Number(note.dataset.sessionIdle);
    this.latest = Date.now() + Number(note.dataset.sessionLatest) * 1000;
    this.wait(Number(note.dataset.sessionSeconds));
    document.addEventListener("mnr-saved", () => {
      this.wait(Math.min(this.idle, (this.latest - Date.now()) / 1000)); // typing is being there
    });
    if (this.form) {
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.stay();
      });
    }
  }

  wait(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.warn(), Math.max(0, seconds - this.warning) * 1000);
  }

  warn() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  async stay() {
    const answer = await fetch(this.form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(this.form)),
      headers: { Accept: "application/json" },
      redirect: "manual",
    }).catch(() => null);
    this.dialog.close();
    if (!answer || !answer.ok) return;
    const { seconds } = await answer.json();
    this.wait(seconds);
  }
}
for (const note of document.querySelectorAll("[data-session-seconds]")) new SessionWarning(note);
