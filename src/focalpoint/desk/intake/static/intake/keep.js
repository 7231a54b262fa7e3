// Keeps an unsent report in this tab, and only while the reporter has switched that on: a phone may be seized.
"use strict";

(() => {
  const PREFIX = "unsent-report:";
  const place = document.querySelector("[data-keep-for]");

  function forget(but) {
    const old = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && key !== but);
    old.forEach((key) => sessionStorage.removeItem(key));
  }

  if (document.querySelector("[data-arrived]")) forget();
  if (!place) return;

  const form = place.closest("form");
  const box = place.querySelector("input");
  const said = place.querySelector("[role=status]");
  const key = PREFIX + place.dataset.keepFor;
  const fields = [...form.elements].filter((field) => field.name && !/^(hidden|file|submit)$/.test(field.type));

  function written(field) {
    if (field.type === "checkbox") return field.checked;
    return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
  }

  function write(field, value) {
    if (field.type === "checkbox") field.checked = value;
    else if (field.multiple) {
      [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
    }
    else field.value = value;
  }

  function save() {
    if (!box.checked) return;
    try {
      const texts = Object.fromEntries(fields.map((field) => [field.name, written(field)]));
      sessionStorage.setItem(key, JSON.stringify(texts));
    } catch (error) {
      forget();
      box.checked = false;
      said.textContent = place.dataset.full;
    }
  }

  function resume() {
    const kept = JSON.parse(sessionStorage.getItem(key));
    if (!kept) return;
    box.checked = true;
    if ("refused" in form.dataset) return;
    fields.filter((field) => field.name in kept).forEach((field) => write(field, kept[field.name]));
    said.textContent = place.dataset.resumed;
  }

  forget(key);
  place.hidden = false;
  resume();
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  box.addEventListener("change", () => { said.textContent = ""; if (!box.checked) forget(); });
  const leaving = document.querySelectorAll(`form[action="${place.dataset.leave}"]`);
  leaving.forEach((leave) => leave.addEventListener("submit", () => forget()));
})();
