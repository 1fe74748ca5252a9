/* The drop zone: a file that is dropped or chosen is sent at once. Without this script the button does it. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const zone = document.querySelector("[data-drop]");
    const input = zone && zone.querySelector('input[type="file"]');
    if (!input) return;
    const over = (on) => zone.classList.toggle("is-over", on);
    ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => { event.preventDefault(); over(true); }));
    ["dragleave", "dragend"].forEach((name) => zone.addEventListener(name, () => over(false)));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        send();
      }
    });
    const send = () => {
      document.documentElement.classList.add("t-busy");
      zone.requestSubmit();
    };
    input.addEventListener("change", () => { if (input.files.length) send(); });
  });
})();
