// Small comforts. Every page works without this file.
"use strict";

// Errors first: focus goes to their summary.
const summary = document.querySelector(".govuk-error-summary");
if (summary) summary.focus();

// A form sent twice by an impatient double click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sentAt && Date.now() - form.dataset.sentAt < 1500) event.preventDefault();
  form.dataset.sentAt = Date.now();
});

// Characters left, said when typing pauses.
for (const area of document.querySelectorAll("[data-count-limit]")) {
  const note = document.getElementById(`${area.id}_count`);
  if (!note) continue;
  const limit = Number(area.dataset.countLimit);
  const words = note.textContent.trim();
  let timer;
  const show = () => {
    const used = area.value.length;
    note.textContent = `${words}: ${used.toLocaleString(document.documentElement.lang)} / ${limit.toLocaleString(document.documentElement.lang)}`;
    note.classList.toggle("mnr-count--over", used > limit);
  };
  note.setAttribute("role", "status");
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 1000);
  });
}

// Forms that save themselves: <form data-autosave-url="…"> with components/saved.html inside.
class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.status = form.querySelector("[data-autosave-status]");
    this.saved = this.content();
    this.wait = 10;
    this.running = false;
    this.stopped = false;
    this.sent = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", () => {
      this.sent = true;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save(true);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.sent && this.changed()) event.preventDefault();
    });
  }

  content() {
    const data = new URLSearchParams(new FormData(this.form));
    for (const name of ["csrfmiddlewaretoken", "version", "once"]) data.delete(name);
    return data.toString();
  }

  changed() {
    return this.content() !== this.saved;
  }

  later() {
    if (!this.timer && !this.stopped && !this.sent) this.timer = setTimeout(() => this.save(), this.wait * 1000);
  }

  say(kind, detail = "") {
    if (!this.status) return;
    this.status.textContent = (this.status.dataset[kind] || "").replace("%s", detail);
    this.status.classList.toggle("mnr-saved--attention", !["saving", "saved"].includes(kind));
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.running || this.stopped || this.sent || !this.changed()) return;
    this.running = true;
    const content = this.content();
    this.say("saving");
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        keepalive: leaving,
        redirect: "manual",
      });
      await this.heard(answer, content);
    } catch {
      this.retry("offline");
    }
    this.running = false;
    if (this.changed()) this.later();
  }

  async heard(answer, content) {
    if (answer.status === 409) {
      this.stopped = true;
      return this.say("conflict");
    }
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return this.retry("refused");
    const partly = answer.status === 422;
    if (!answer.ok && !partly) return this.retry("offline");
    const { saved_at: savedAt, version } = await answer.json();
    if (this.form.elements.version && version !== undefined) this.form.elements.version.value = version;
    if (partly) {
      this.wait = 60;
      return this.say("partly");
    }
    this.saved = content;
    this.wait = 10;
    document.dispatchEvent(new Event("mnr-saved"));
    const moment = new Date(savedAt);
    const time = { hour: "2-digit", minute: "2-digit" };
    this.say("saved", Number.isNaN(moment.getTime()) ? savedAt : moment.toLocaleTimeString(document.documentElement.lang, time));
  }

  retry(kind) {
    this.wait = Math.min(this.wait * 2, 300);
    this.say(kind);
  }
}
for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);

// Progress of background work: looks again every 15 seconds or more, and only while somebody looks.
const progress = document.querySelector("[data-refresh]");
if (progress) {
  const seconds = Math.max(15, Number(progress.dataset.refresh) || 15);
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch(progress.dataset.refreshUrl || location.href, { headers: { "X-Refresh": "1" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector(".mnr-progress");
    if (!found || !found.hasAttribute("data-refresh")) return location.reload();
    if (found.textContent !== progress.textContent) progress.replaceChildren(...found.childNodes);
  };
  setInterval(look, seconds * 1000);
}

// Advice on words, asked for when typing pauses: <div data-advice-for="id of the field" data-advice-url="…">.
for (const box of document.querySelectorAll("[data-advice-for]")) {
  const field = document.getElementById(box.dataset.adviceFor);
  const token = field && field.form && field.form.elements.csrfmiddlewaretoken;
  if (!token) continue;
  let asked = field.value;
  let timer;
  const ask = async () => {
    clearTimeout(timer);
    if (field.value === asked) return;
    asked = field.value;
    const text = asked;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token.value, text });
    const answer = await fetch(box.dataset.adviceUrl, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok || text !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.body.textContent.trim() !== box.textContent.trim()) box.replaceChildren(...page.body.childNodes);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 1500);
  });
  field.addEventListener("change", ask);
}
