/* Keeps what the security policy blocks. */
window.__csp = [];
document.addEventListener("securitypolicyviolation", (event) => {
  const place = `${event.sourceFile || ""}:${event.lineNumber}`;
  window.__csp.push(`${event.effectiveDirective} blocked ${event.blockedURI} ${place} ${event.sample}`);
});
