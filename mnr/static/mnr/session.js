"use strict";

// Warns before a sign-in ends and counts down, lets the reader stay without leaving the page, and
// says it when the sign-in is over. The server knows: another tab may have stayed or signed out.
class SessionWarning {
  constructor(note) {
    this.dialog = document.querySelector("[data-session-dialog]");
    this.soon = this.dialog.querySelector("[data-session-soon]");
    this.over = this.dialog.querySelector("[data-session-over]");
    this.clock = this.dialog.querySelector("[data-session-clock]");
    this.failed = this.dialog.querySelector("[data-session-failed]");
    this.form = this.dialog.querySelector("[data-session-stay]");
    this.warning = Number(note.dataset.sessionWarning) * 1000;
    this.idle = Number(note.dataset.sessionIdle);
    this.latest = Date.now() + Number(note.dataset.sessionLatest) * 1000;
    this.wait(Number(note.dataset.sessionSeconds));
    document.addEventListener("mnr-saved", () => {
      this.wait(Math.min(this.idle, (this.latest - Date.now()) / 1000)); // typing is being there
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !this.over.hidden) this.look(); // signed in elsewhere?
    });
    if (this.form) {
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.look({ stays: true });
      });
    }
  }

  // Silent until the warning is due; a dialog that stands open closes.
  wait(seconds) {
    this.end = Date.now() + Math.max(0, seconds) * 1000;
    clearInterval(this.ticking);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), Math.max(0, this.end - Date.now() - this.warning));
    if (seconds * 1000 > this.warning && this.dialog.open) this.dialog.close();
  }

  // Ask the server how long it still lasts. Only staying counts as activity.
  async look({ stays = false } = {}) {
    const headers = { Accept: "application/json", ...(stays ? {} : { "X-Refresh": "1" }) };
    const answer = await fetch(this.dialog.dataset.sessionUrl, { headers, redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) {
      const { seconds } = await answer.json();
      if (stays || seconds * 1000 > this.warning) return this.wait(seconds);
      this.end = Date.now() + seconds * 1000;
      return this.warn(seconds > 0);
    }
    const isUnknown = !answer || answer.status >= 500;
    this.failed.hidden = !(stays && isUnknown);
    return this.warn(isUnknown && Date.now() < this.end);
  }

  warn(lasts) {
    this.soon.hidden = !lasts;
    this.over.hidden = lasts;
    this.dialog.setAttribute("aria-labelledby", lasts ? "session-title" : "session-over-title");
    clearInterval(this.ticking);
    if (lasts) {
      this.tick();
      this.ticking = setInterval(() => this.tick(), 1000);
    }
    if (!this.dialog.open) this.dialog.showModal();
    if (!lasts) this.over.querySelector("a").focus();
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.end - Date.now()) / 1000));
    this.clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) return;
    clearInterval(this.ticking);
    setTimeout(() => this.look(), 1000); // the server's clock decides
  }
}
for (const note of document.querySelectorAll("[data-session-seconds]")) new SessionWarning(note);
