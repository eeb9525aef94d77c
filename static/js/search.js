// The search box: "/" and Ctrl K lead to it; what is typed gets suggestions, to be walked through with the arrow keys.
const PAUSE = 200; // milliseconds without a key before the portal is asked
const FEWEST = 2; // characters

const find = document.querySelector("form[data-find]");
if (find) {
  const box = find.querySelector("input");
  const list = find.querySelector("[role=listbox]");
  const state = find.querySelector("[data-find-state]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let chosen = -1;
  let timer = 0;
  let asking = null;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const choose = (place) => {
    const all = options();
    chosen = all.length ? (place + all.length + 1) % (all.length + 1) : -1;
    if (chosen === all.length) chosen = -1; // one step beyond either end is the box itself
    all.forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === chosen));
      if (number === chosen) option.scrollIntoView({ block: "nearest" });
    });
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", all[chosen].id);
  };

  const show = (open) => {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };

  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
  };

  const ask = async () => {
    const words = box.value.trim();
    asking = new AbortController();
    try {
      const answer = await fetch(`${find.dataset.find}?q=${encodeURIComponent(words)}`, {
        signal: asking.signal, headers: { "X-Requested-With": "fetch" }, redirect: "error",
      });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
    } catch {
      return; // left behind by the next key, or no connection: the box still works as a plain form
    }
    const all = options();
    all.forEach((option, number) => { option.id = `find-${number}`; });
    choose(-1); // what was chosen is gone with the list before
    show(all.length > 0 && find.contains(document.activeElement));
    state.textContent = all.length ? `${all.length - 1} gợi ý, dùng phím mũi tên để chọn` : "Không có gợi ý";
  };

  box.addEventListener("input", () => {
    stop();
    if (box.value.trim().length < FEWEST) {
      list.replaceChildren();
      state.textContent = "";
      show(false);
    } else {
      timer = setTimeout(ask, PAUSE);
    }
  });

  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options().length) {
      event.preventDefault();
      if (list.hidden) show(true);
      choose(chosen < 0 && step < 0 ? options().length - 1 : chosen + step);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      options()[chosen].click();
    } else if (event.key === "Escape") {
      stop();
      if (list.hidden) box.blur();
      else show(false);
      event.preventDefault(); // keep the words
    }
  });

  // A press on a suggestion or on the button must not close the box before it counts.
  find.addEventListener("mousedown", (event) => { if (event.target !== box) event.preventDefault(); });
  find.addEventListener("focusout", (event) => { if (!find.contains(event.relatedTarget)) show(false); });
  find.querySelector("label").addEventListener("click", () => box.focus());

  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!(slash || letter) || event.defaultPrevented || document.activeElement?.matches("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
