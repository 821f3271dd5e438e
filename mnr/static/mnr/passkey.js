"use strict";

// Passkeys: <form data-passkey="create|get" data-passkey-options="{…}" or data-passkey-url="…">
// with an <input name="credential"> and a button that is shown only where passkeys work.

const toBytes = (text) => {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
};

const toText = (buffer) => {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withBytes = (list) => (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

// The server writes bytes as base64url; the browser wants them as bytes, and gives bytes back.
const readOptions = ({ publicKey }) => {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  options.excludeCredentials = withBytes(publicKey.excludeCredentials);
  options.allowCredentials = withBytes(publicKey.allowCredentials);
  return { publicKey: options };
};

const writeCredential = (credential) => {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

class PasskeyForm {
  constructor(form) {
    this.form = form;
    this.problem = form.querySelector("[data-passkey-problem]");
    const works = window.PublicKeyCredential && window.isSecureContext;
    if (!works) return;
    for (const part of form.querySelectorAll("[data-passkey-works]")) part.hidden = false;
    for (const part of document.querySelectorAll("[data-passkey-missing]")) part.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.start();
    });
  }

  async options() {
    if (this.form.dataset.passkeyOptions) return JSON.parse(this.form.dataset.passkeyOptions);
    const answer = await fetch(this.form.dataset.passkeyUrl, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }

  async start() {
    if (this.problem) this.problem.hidden = true;
    try {
      const options = readOptions(await this.options());
      const credential = await navigator.credentials[this.form.dataset.passkey](options);
      this.form.elements.credential.value = JSON.stringify(writeCredential(credential));
      this.form.submit();
    } catch {
      if (this.problem) this.problem.hidden = false;
    }
  }
}
for (const form of document.querySelectorAll("form[data-passkey]")) new PasskeyForm(form);
