// The counterpart of synthetic.js: keeps native shadow roots, and gives each of them the page's style sheets, which
// in synthetic shadow reach every element by themselves.
(() => {
  const sheets = [...document.querySelectorAll('link[rel=stylesheet]')].map((link) => {
    const sheet = new CSSStyleSheet();
    void fetch(link.href)
      .then((answer) => answer.text())
      .then((css) => sheet.replace(css));
    return sheet;
  });
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachStyledShadow(options) {
    const root = attachShadow.call(this, options);
    // A synthetic root in a page of both kinds takes the document's styles by itself.
    root.adoptedStyleSheets?.push(...sheets);
    return root;
  };
})();
