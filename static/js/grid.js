// The grid behaves like a sheet: Enter, Tab and arrow keys move between cells, a block copied from a spreadsheet is
// pasted over the cells, the figure is computed while typing, and on the page of own targets put beside the plan's.
// Without this file the page works as a plain form.
(() => {
  const grid = document.querySelector("table.grid");
  if (!grid) return;
  const cellsOf = (row) => [...row.querySelectorAll("input.cell:not(.wide)")];
  // Comments stand in rows of their own between the rows of cells.
  const beside = (row, step) => {
    let next = row;
    do next = step > 0 ? next.nextElementSibling : next.previousElementSibling; while (next && !next.dataset.row);
    return next;
  };
  const isNote = (cell) => cell.classList.contains("wide");

  function go(cell, rows, columns) {
    const row = cell.closest("tr");
    if (columns) {
      const all = [...row.querySelectorAll("input.cell")];
      return all[all.indexOf(cell) + columns];
    }
    const next = beside(row, rows);
    if (!next) return undefined;
    if (isNote(cell)) return next.querySelector("input.wide");
    const cells = cellsOf(next);
    return cells[Math.min(cellsOf(row).indexOf(cell), cells.length - 1)];
  }

  grid.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("input.cell") || event.isComposing) return;
    const atStart = cell.selectionStart === 0 && cell.selectionEnd === 0;
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const atEnd = cell.selectionStart === cell.value.length;
    const move = {
      Enter: () => go(cell, event.shiftKey ? -1 : 1, 0),
      ArrowDown: () => go(cell, 1, 0),
      ArrowUp: () => go(cell, -1, 0),
      ArrowLeft: () => ((atStart || all) && !event.shiftKey ? go(cell, 0, -1) : null),
      ArrowRight: () => ((atEnd || all) && !event.shiftKey ? go(cell, 0, 1) : null),
    }[event.key];
    if (!move) return;
    const target = move();
    if (event.key === "Enter" || target) event.preventDefault();
    if (target) { target.focus(); target.select(); }
  });

  // A pasted block starts at the cell with the cursor: columns go to the row's cells, lines to the rows below.
  grid.addEventListener("paste", (event) => {
    const start = event.target;
    if (!start.matches("input.cell")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    let row = start.closest("tr");
    const offset = isNote(start) ? 0 : cellsOf(row).indexOf(start);
    for (const line of text.split("\n")) {
      if (!row) break;
      const targets = isNote(start) ? [row.querySelector("input.wide")] : cellsOf(row).slice(offset);
      line.split("\t").forEach((value, index) => {
        const cell = targets[index];
        if (!cell || cell.readOnly) return;
        cell.value = value.trim();
        cell.dispatchEvent(new Event("input", { bubbles: true }));
      });
      row = beside(row, 1);
    }
    start.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Reads only what is certain; the server decides about everything else.
  const plain = (text) => {
    const t = text.trim().replace(/[\s\u00a0]/g, "");
    if (/^\d+$/.test(t)) return Number(t);
    if (/^\d{1,3}(\.\d{3})+$/.test(t)) return Number(t.replaceAll(".", ""));
    if (/^\d+,\d+$/.test(t)) return Number(t.replace(",", "."));
    return null;
  };
  const marks = { k: "Không áp dụng", c: "Chưa có số liệu" };
  const written = (number, decimals) =>
    number.toLocaleString("vi-VN", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

  function figure(row) {
    const cells = cellsOf(row);
    const mark = cells.map((cell) => marks[cell.value.trim().toLowerCase()]).find(Boolean);
    if (mark) return mark;
    const numbers = cells.map((cell) => plain(cell.value));
    if (numbers.some((number) => number === null)) return "";
    const decimals = Number(row.dataset.decimals);
    if (numbers.length === 1) return written(numbers[0], decimals);
    return numbers[1] ? written((numbers[0] / numbers[1]) * Number(row.dataset.factor), decimals) : "";
  }

  // Beside the plan's target, as `plans.unit_targets.compare` puts it; counts of pupils divide to what is not quite 80.
  const isSame = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  const meets = {
    "<": (a, b) => a < b && !isSame(a, b),
    "<=": (a, b) => a < b || isSame(a, b),
    "=": isSame,
    ">=": (a, b) => a > b || isSame(a, b),
    ">": (a, b) => a > b && !isSame(a, b),
  };
  meets.range = meets[">="];

  function compared(row) {
    const badge = document.createElement("span");
    const numbers = cellsOf(row).map((cell) => plain(cell.value));
    if (!row.dataset.operator || numbers.some((number) => number === null) || numbers[1] === 0) return badge;
    const found = numbers.length === 1 ? numbers[0] : (numbers[0] / numbers[1]) * Number(row.dataset.factor);
    const wanted = Number(row.dataset.wanted);
    const side = isSame(found, wanted) ? "Bằng" : found > wanted ? "Cao hơn" : "Thấp hơn";
    const isMet = meets[row.dataset.operator](found, wanted);
    const isJudged = "judged" in row.dataset;
    badge.className = `status ${isMet ? "good" : isJudged ? "warn" : "none"}`;
    badge.textContent = `${isMet ? "●" : isJudged ? "▲" : "○"} ${side} mức kế hoạch`;
    return badge;
  }

  grid.addEventListener("input", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row || isNote(event.target)) return;
    row.querySelector("[data-actual]")?.replaceChildren(figure(row));
    row.querySelector("[data-compared]")?.replaceChildren(compared(row));
  });
})();
