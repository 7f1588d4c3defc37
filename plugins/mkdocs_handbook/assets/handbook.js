/* Forwards the address of a moved heading; without this script, the entry itself shows where it went. */
(function () {
  function forward() {
    var id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (error) { /* not encoded: compare as it came */ }
    var entry = id && document.getElementById(id);
    var link = entry && entry.closest(".handbook-moved") && entry.querySelector("a[href]");
    if (!link) return;
    var query = location.search && link.search ? "&" + location.search.slice(1) : location.search;
    location.replace(link.href.split("#")[0] + query + link.hash);
  }
  window.addEventListener("hashchange", forward);
  if (typeof document$ !== "undefined") document$.subscribe(forward);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", forward);
  else forward();
})();
