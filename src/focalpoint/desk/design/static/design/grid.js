// A grid of answers by keyboard: Enter goes to the same column of the next row, Shift-Enter to the one before, also
// into a part that is folded; Ctrl-Enter saves. Without this script, Tab goes through every field as on every page.
"use strict";

function column(field) {
  return field.name.slice(0, field.name.indexOf("-"));
}

function step(form, field, by) {
  const fields = [...form.querySelectorAll(`[name^="${column(field)}-"]`)];
  const next = fields[fields.indexOf(field) + by];
  if (!next) return;
  const folded = next.closest("details");
  if (folded) folded.open = true;
  next.focus();
}

for (const form of document.querySelectorAll("form.grid")) {
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !field.name) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".btn.main"));
    } else if (field.matches("td input, td select")) {
      event.preventDefault();
      step(form, field, event.shiftKey ? -1 : 1);
    }
  });
}
