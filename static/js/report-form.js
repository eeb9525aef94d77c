// The grid behaves like a sheet: Enter and arrow keys move between cells, the figure is computed while typing.
// Without this file the page works as a plain form.
(() => {
  const form = document.querySelector("form[novalidate]");
  if (!form) return;
  const grid = form.querySelector("table.grid");

  // Leaving with unsaved text asks first; sending the form does not.
  let dirty = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  if (!grid) return;

  const cellsOf = (row) => [...row.querySelectorAll("input.cell:not(.wide)")];

  grid.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("input.cell")) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const row = cell.closest("tr");
    const column = cell.classList.contains("wide") ? -1 : cellsOf(row).indexOf(cell);
    let next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next) return;
    const cells = cellsOf(next);
    const target = column < 0 ? next.querySelector("input.wide") : cells[Math.min(column, cells.length - 1)];
    if (target) { target.focus(); target.select(); }
  });

  // Reads only what is certain; the server decides about everything else.
  const plain = (text) => {
    const t = text.trim().replace(/[\s\u00a0]/g, "");
    if (/^\d+$/.test(t)) return Number(t);
    if (/^\d{1,3}(\.\d{3})+$/.test(t)) return Number(t.replaceAll(".", ""));
    if (/^\d+,\d+$/.test(t)) return Number(t.replace(",", "."));
    return null;
  };
  const written = (number, decimals) =>
    number.toLocaleString("vi-VN", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

  grid.addEventListener("input", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.classList.contains("wide")) return;
    const shown = row.querySelector("[data-actual]");
    const numbers = cellsOf(row).map((cell) => plain(cell.value));
    const decimals = Number(row.dataset.decimals);
    if (numbers.some((n) => n === null)) { shown.textContent = ""; return; }
    if (numbers.length === 1) { shown.textContent = written(numbers[0], decimals); return; }
    shown.textContent = numbers[1] ? written(numbers[0] / numbers[1] * Number(row.dataset.factor), decimals) : "";
  });
})();
