/* Names for the administration's search-as-you-type fields, which their library leaves nameless. */
(() => {
  const nameOf = (select) =>
    select.getAttribute("aria-label") ?? select.labels?.[0]?.textContent.replace("*", "").trim();

  const nameAll = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
      const name = nameOf(select);
      if (shown && name) shown.setAttribute("aria-label", name);
    }
  };

  // Their library makes the fields in jQuery's own time; this takes its turn behind it.
  window.addEventListener("load", () => window.django?.jQuery?.(nameAll));
  document.addEventListener("formset:added", () => setTimeout(nameAll));
})();
