// A file dropped on the form is sent at once. Without this script the file is chosen and sent by the button.
(() => {
  const form = document.querySelector("form[data-verify]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const frame = form.closest(".card");
  const isFile = (event) => [...event.dataTransfer.types].includes("Files");

  // A file that misses the frame must not replace the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => { if (isFile(event)) event.preventDefault(); });
  frame.addEventListener("dragover", () => frame.classList.add("mark-info"));
  for (const name of ["dragleave", "drop"]) frame.addEventListener(name, () => frame.classList.remove("mark-info"));
  frame.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    form.requestSubmit();
  });
})();
