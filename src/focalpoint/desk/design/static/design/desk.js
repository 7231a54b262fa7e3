// Three comforts, none of them needed: "/" goes to the search box, Ctrl-K opens a list of States, and a person who
// sends one form of a page is asked before what was typed into another is lost.
"use strict";

const find = document.getElementById("find");

function typing(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function plain(text) {
  const letters = text.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

class Palette {
  constructor(form) {
    this.source = form.dataset.names;
    this.more = form.getAttribute("action");
    this.label = form.querySelector("label").textContent;
    this.states = null;
    this.place = 0;
    this.box = null;
  }

  build() {
    this.box = document.createElement("dialog");
    this.box.className = "palette";
    this.box.setAttribute("aria-label", this.label);
    this.input = document.createElement("input");
    this.input.type = "search";
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-label", this.label);
    this.input.setAttribute("aria-controls", "palette-list");
    this.input.setAttribute("aria-expanded", "true");
    this.list = document.createElement("ul");
    this.list.id = "palette-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.label);
    this.box.append(this.input, this.list);
    document.body.append(this.box);
    this.input.addEventListener("input", () => { this.place = 0; this.draw(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("click", (event) => { if (event.target === this.box) this.box.close(); });
  }

  async open() {
    if (!this.box) this.build();
    this.input.value = "";
    this.place = 0;
    this.box.showModal();
    if (!this.states) ({ states: this.states, means: this.means } = await (await fetch(this.source)).json());
    this.draw();
  }

  // The States of that name or code, or else those with a word that begins so, or else those that have it inside.
  matches() {
    const wanted = plain(this.input.value);
    if (!wanted) return this.states.slice(0, 12);
    if (Object.hasOwn(this.means, wanted)) return this.among((name) => name === wanted);
    const ways = [(name, code) => code === wanted, (name) => ` ${name}`.includes(` ${wanted}`)];
    if (wanted.length > 2) ways.push((name) => name.includes(wanted));
    return ways.map((way) => this.among(way)).find((found) => found.length) || [];
  }

  among(way) {
    const named = Object.entries(this.means).filter(([name]) => way(name, ""));
    const codes = new Set(named.flatMap(([, found]) => found));
    return this.states.filter(([code, name]) => codes.has(code) || way(plain(name), plain(code))).slice(0, 12);
  }

  draw() {
    if (!this.states) return;
    const found = this.matches().map(([code, name]) => [`/country/${code}/`, name]);
    // What no name begins with may be misspelled or on no list of States: the page of the search box knows more.
    const typed = this.input.value.trim();
    if (!found.length) found.push([`${this.more}?q=${encodeURIComponent(typed)}`, `${this.label}: ${typed}`]);
    this.list.replaceChildren(...found.map(([address, name], index) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      item.id = `palette-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === this.place));
      link.href = address;
      link.tabIndex = -1;
      link.textContent = name;
      item.append(link);
      return item;
    }));
    this.input.setAttribute("aria-activedescendant", `palette-${this.place}`);
  }

  key(event) {
    const count = this.list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.place = count ? (this.place + (event.key === "ArrowDown" ? 1 : count - 1)) % count : 0;
      this.draw();
    } else if (event.key === "Enter" && count) {
      this.list.children[this.place].querySelector("a").click();
    }
  }
}

if (find) {
  const palette = new Palette(find.form);
  document.addEventListener("keydown", (event) => {
    if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      palette.open();
    } else if (event.key === "/" && !typing(event.target)) {
      event.preventDefault();
      find.focus();
    }
  });
}

function written(field) {
  if (field.type === "hidden" || field.type === "submit" || field.disabled) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    const chosen = [...field.options].filter((each) => each.defaultSelected);
    const changed = [...field.options].some((each) => each.selected !== each.defaultSelected);
    return changed && (chosen.length > 0 || field.selectedIndex > 0);
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

document.addEventListener("submit", (event) => {
  const forms = [...document.querySelectorAll("main form")];
  const others = forms.filter((each) => each !== event.target && each.method === "post");
  const lost = others.find((each) => [...each.elements].some(written));
  if (lost && !window.confirm(document.body.dataset.unsaved)) {
    event.preventDefault();
    lost.querySelector("textarea, input:not([type=hidden]), select").focus();
  }
});
