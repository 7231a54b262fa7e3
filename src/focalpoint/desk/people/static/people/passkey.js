// Passkeys: the browser's own dialog, then an ordinary form. Without scripts the page says so and offers a code.
"use strict";

function options(form) {
  if (!form.dataset.from) {
    return Promise.resolve(JSON.parse(document.getElementById("js_data").textContent));
  }
  return fetch(form.dataset.from, { headers: { Accept: "application/json" } }).then((answer) => answer.json());
}

async function ask(form) {
  const given = await options(form);
  if (form.dataset.passkey === "get") {
    return window.webauthnJSON.get(given.request_options);
  }
  const wanted = given.creation_options;
  const alone = form.querySelector("[name=passwordless]");
  if (alone && alone.checked) {
    Object.assign(wanted.publicKey.authenticatorSelection, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    });
  }
  return window.webauthnJSON.create(wanted);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  if (!window.webauthnJSON.supported()) {
    continue;
  }
  button.hidden = false;
  form.querySelector("[data-without]")?.remove();
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      form.querySelector("[name=credential]").value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      form.querySelector("[data-refused]").hidden = false;
    }
  });
}
