// Joins the list of suggestions to the search fields: the front end draws its fields anew and knows no lists.
(() => {
  if (window.palermoSuggests) return;
  window.palermoSuggests = true;
  const join = () => {
    if (!document.getElementById("palermo-suggestions")) return;
    for (const field of document.querySelectorAll('[data-testid="stForm"] input[type="text"]')) {
      if (field.getAttribute("list") !== "palermo-suggestions") field.setAttribute("list", "palermo-suggestions");
    }
  };
  new MutationObserver(join).observe(document.body, { childList: true, subtree: true });
  join();
})();
