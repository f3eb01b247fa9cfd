// Links between views are ordinary links. This follows them within the page, as the browser's back button does,
// because loading the whole front end anew for each click takes a second. Without it every link still works.
(() => {
  if (window.palermoFollowsLinks) return;
  window.palermoFollowsLinks = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".stHtml a[href]");
    if (!link || link.target || event.defaultPrevented) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.href, document.baseURI);
    if (to.origin !== location.origin || (to.hash && to.pathname === location.pathname)) return;
    event.preventDefault();
    history.pushState(null, "", to);
    window.dispatchEvent(new PopStateEvent("popstate"));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  });
})();
