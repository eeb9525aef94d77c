// The task tree by keyboard: arrows go from row to row, with Alt they move the row; Enter, Insert, Delete press what
// the row offers anyway. Without this file every one of them is a button or a link.
(() => {
  const rows = () => [...document.querySelectorAll("#tree tbody tr[aria-level]")];

  // One row at a time can be reached with Tab, as in every tree.
  function hold(row) {
    rows().forEach((other) => { other.tabIndex = other === row ? 0 : -1; });
    row.focus();
  }

  function close() {
    const open = document.getElementById("open");
    if (!open) return;
    const row = open.previousElementSibling;
    open.remove();
    if (row) hold(row);
  }

  const add = (row) => row.querySelector("td:last-child a").href;
  const press = (row, selector) => row.querySelector(selector)?.click();

  function act(event, row) {
    const all = rows();
    const go = (step) => all[all.indexOf(row) + step];
    if (event.altKey) {
      const way = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" }[event.key];
      if (!way) return false;
      press(row, `button[name=${way}]`);
      return true; // also where there is no such place: Alt+← must not leave the page
    }
    const next = { ArrowDown: go(1), ArrowUp: go(-1), Home: all[0], End: all.at(-1) }[event.key];
    if (next) hold(next);
    else if (event.key === "Enter") press(row, "td.name a");
    else if (event.key === "Insert" && event.shiftKey) location.assign(add(row).replace("after=", "under="));
    else if (event.key === "Insert" || event.key === "+") press(row, "td:last-child a");
    else if (event.key === "Delete") location.assign(`${row.querySelector("td.name a").href}delete/`);
    else if (event.key === " ") press(row, "input[type=checkbox]");
    else return event.key in { ArrowDown: 1, ArrowUp: 1 };
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && event.target.id === "link_q") {
      event.preventDefault();
      event.target.form.querySelector("button[name=find]").click();
    } else if (event.key === "Escape" && event.target.closest("#open")) close();
    else if (event.target.matches("#tree tr[aria-level]") && act(event, event.target)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("#open [data-close]")) return;
    event.preventDefault();
    close();
  });

  const isTyped = (open) => [...open.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) =>
    field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
      : field.matches("select") ? [...field.options].some((option) => option.selected && !option.defaultSelected && option.index)
        : field.value !== field.defaultValue);

  // The buttons of the rows belong to a form above the table; htmx must be told which of them was pressed.
  document.addEventListener("htmx:configRequest", (event) => {
    const button = event.detail.triggeringEvent?.submitter;
    if (button?.name) event.detail.parameters[button.name] = button.value;
  });

  // One form at a time: a second one takes the place of the first.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.matches?.("tr[aria-level]")) document.getElementById("open")?.remove();
  });

  document.addEventListener("htmx:afterSwap", () => {
    const open = document.getElementById("open");
    if (!open) return;
    (open.querySelector(".is-invalid, [role=alert]") ? open.querySelector(".is-invalid") : open.querySelector("#id_title"))?.focus();
    open.scrollIntoView({ block: "nearest" });
  });

  // Ticks for an assignment live in the rows; the swap after a move must not lose them.
  let ticked = [];
  document.addEventListener("htmx:beforeRequest", (event) => {
    const open = document.getElementById("open");
    if (open && !open.contains(event.detail.elt) && isTyped(open)) {
      event.preventDefault();
      alert("Mục đang mở chưa lưu: lưu hoặc bấm “Thôi” trước đã.");
      open.querySelector("#id_title").focus();
      return;
    }
    ticked = [...document.querySelectorAll("#tree input[name=ids]:checked")].map((box) => box.value);
  });
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("#tree input[name=ids]").forEach((box) => { box.checked = ticked.includes(box.value); });
  });
})();
