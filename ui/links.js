// Links between views are ordinary links. This follows them within the page, as the browser's back button does,
// because loading the whole front end anew for each click takes a second. Without it every link still works, but an
// address that names a place on a page opens at the top: the page is drawn only after the browser has looked for it.
(() => {
  if (window.palermoFollowsLinks) return;
  window.palermoFollowsLinks = true;
  let shown = new URL(location.href);
  let looking = 0;
  let isOurs = false;

  const isSameView = (one, other) =>
    one.pathname === other.pathname &&
    new URLSearchParams(one.search).toString() === new URLSearchParams(other.search).toString();

  function named(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return "";
    }
  }

  function goToPlace() {
    clearInterval(looking);
    const id = named(location.hash);
    if (!id) return;
    let triesLeft = 300;
    looking = setInterval(() => {
      const place = document.getElementById(id);
      triesLeft -= 1;
      if (!place && triesLeft > 0) return;
      stop();
      if (!place) return;
      for (let above = place; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true;
      place.scrollIntoView();
      place.focus({ preventScroll: true });
    }, 100);
  }

  function stop() {
    clearInterval(looking);
  }

  // The front end draws nothing anew for an address with a place in it, so the view is asked for without the place.
  function showView(to) {
    shown = to;
    history.replaceState(null, "", to.pathname + to.search);
    isOurs = true;
    window.dispatchEvent(new PopStateEvent("popstate"));
    isOurs = false;
    history.replaceState(null, "", to);
    goToPlace();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".stHtml a[href]");
    if (!link || link.target || event.defaultPrevented) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.href, document.baseURI);
    if (to.origin !== location.origin) return;
    event.preventDefault();
    stop();
    history.pushState(null, "", to);
    if (to.hash && isSameView(to, shown)) {
      goToPlace();
      return;
    }
    showView(to);
    const main = document.querySelector('[data-testid="stMain"]');
    if (main && !to.hash) main.scrollTo(0, 0);
  });
  window.addEventListener("popstate", () => {
    if (isOurs) return;
    stop();
    const to = new URL(location.href);
    const isAnother = !isSameView(to, shown);
    shown = to;
    if (to.hash && isAnother) showView(to);
    else goToPlace();
  });
  for (const kind of ["wheel", "touchmove", "keydown"]) document.addEventListener(kind, stop, { passive: true });
  goToPlace();
})();
