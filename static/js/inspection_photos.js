// Photos of a visit wait in this browser (IndexedDB) until the server has taken them: a lost connection, an expired
// session or a closed page loses none. They go up one by one, each with its bar. Without this script they go with the form.
(() => {
  const form = document.querySelector("form.visit");
  if (!form || !window.indexedDB) return;
  const LONG_SIDE = 1600, LARGE = 1.5 * 1024 * 1024, AGAIN = 8000;
  const visit = form.dataset.submission;
  const user = form.dataset.user;
  const list = form.querySelector("[data-photo-queue]");
  const state = form.querySelector("[data-photo-state]");
  const rows = new Map();
  let sending = false;
  let timer = 0;

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("portal-photos", 1);
    request.onupgradeneeded = () => { request.result.createObjectStore("waiting", { keyPath: "id" }); };
    request.onsuccess = () => {
      // Logging out removes the store: it must not wait for this page.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  async function stored(mode, act) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const request = act(database.transaction("waiting", mode).objectStore("waiting"));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  const waiting = async () => (await stored("readonly", (store) => store.getAll()))
    .filter((photo) => photo.visit === visit && photo.user === user)
    .sort((one, other) => one.at - other.at);

  // A large picture is made small here, so that a weak connection has less to carry; what cannot be read goes as it is.
  async function smaller(file) {
    if (file.size < LARGE) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const share = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => { canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", 0.85); });
    } catch { return file; }
  }

  function row(photo) {
    if (rows.has(photo.id)) return rows.get(photo.id);
    const line = document.createElement("li");
    const label = document.createElement("b");
    const note = document.createElement("span");
    const bar = document.createElement("progress");
    label.textContent = photo.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Đang gửi ${photo.name}`);
    line.append(label, " ", bar, " ", note);
    list.append(line);
    rows.set(photo.id, { line, note, bar });
    return rows.get(photo.id);
  }

  async function count() {
    const left = (await waiting()).length;
    // By this logging out knows that something would be lost (logout.js).
    if (left) localStorage.setItem(`portal:${user}:photos:${visit}`, String(left));
    else localStorage.removeItem(`portal:${user}:photos:${visit}`);
    state.textContent = left ? ` · ${left} ảnh chờ gửi` : "";
  }

  function send(photo, onProgress) {
    return new Promise((resolve) => {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      data.append("finding", photo.finding);
      data.append("photo", new File([photo.blob], photo.name, { type: photo.blob.type }));
      const request = new XMLHttpRequest();
      request.open("POST", form.dataset.photoAddress);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
      request.addEventListener("error", () => resolve({ status: 0 }));
      request.addEventListener("load", () => {
        const isAccount = (request.getResponseHeader("Content-Type") || "").startsWith("application/json");
        resolve({ status: request.status, account: isAccount ? JSON.parse(request.responseText) : null });
      });
      request.send(data);
    });
  }

  async function forget(photo) {
    await stored("readwrite", (store) => store.delete(photo.id));
    await count();
  }

  function refuse(photo, shown, reason) {
    shown.bar.remove();
    shown.note.className = "cell-error";
    shown.note.textContent = `✕ ${reason} `;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = "Bỏ ảnh này";
    button.addEventListener("click", async () => { await forget(photo); shown.line.remove(); });
    shown.note.append(button);
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(flush, AGAIN); };

  async function flush() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (const photo of await waiting()) {
        const shown = row(photo);
        if (shown.note.classList.contains("cell-error")) continue;
        const answer = navigator.onLine ? await send(photo, (share) => { shown.bar.value = share; }) : { status: 0 };
        if (answer.account?.html) {
          form.querySelector(`[data-photos="${photo.finding}"]`).insertAdjacentHTML("beforeend", answer.account.html);
          await forget(photo);
          shown.line.remove();
        } else if (answer.account) refuse(photo, shown, answer.account.message);
        else if (answer.status === 413) refuse(photo, shown, "Ảnh quá lớn.");
        else {
          const gone = answer.status === 403 || answer.status === 200;
          shown.note.textContent = gone ? "Phiên làm việc đã hết; đăng nhập lại thì ảnh tự gửi." : "Chờ mạng; ảnh giữ trong máy này.";
          shown.bar.value = 0;
          if (!gone) later();
          break;
        }
      }
    } finally { sending = false; await count(); }
  }

  form.addEventListener("change", async (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const finding = input.name === "photo-visit" ? "" : input.name.replace("photo-", "");
    const files = [...input.files];
    input.value = "";
    for (const file of files) {
      const photo = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, at: Date.now(), visit, user, finding, name: file.name, blob: await smaller(file) };
      await stored("readwrite", (store) => store.put(photo));
      row(photo).note.textContent = "chờ gửi";
    }
    await count();
    flush();
  });
  window.addEventListener("online", flush);
  flush();
})();
