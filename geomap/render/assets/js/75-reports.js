/* The list of reports: the same content as the map, for keyboards, screen readers and everyone; and the locator. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var CHUNK = 80;

  /** Rows that are to be seen, the latest first, as pages can be cut from: at(i) gives { store, row }. */
  geomap.listing = (scene, wanted) => {
    var parts = scene.stores.filter(store => store.data && store.texts).map(store => {
      var rows = store.visible().filter(row => wanted(store, row));
      // Rows come in order of date, those without one first; those of one day keep the order they were given in.
      var start = store.col.start;
      return { store, rows: rows.length < 20000 ? rows.sort((a, b) => start[b] - start[a] || a - b) : rows.reverse() };
    });
    var n = parts.reduce((sum, part) => sum + part.rows.length, 0);
    if (parts.length > 1 && n < 50000) {
      var all = [];
      parts.forEach(part => { part.rows.forEach(row => { all.push({ store: part.store, row }); }); });
      all.sort((a, b) => b.store.col.start[b.row] - a.store.col.start[a.row]);
      return { n, at(i) { return all[i]; } };
    }
    return {
      n,
      at(i) {
        for (var k = 0; k < parts.length; k++) {
          if (i < parts[k].rows.length) { return { store: parts[k].store, row: parts[k].rows[i] }; }
          i -= parts[k].rows.length;
        }
        return null;
      }
    };
  };

  geomap.fillReports = ui => {
    var placed = geomap.listing(ui.scene, (store, row) => store.col.kind[row] !== geomap.EVENT.UNPLACED);
    var unplaced = geomap.listing(ui.scene, (store, row) => store.col.kind[row] === geomap.EVENT.UNPLACED);
    var box = ui.reports;
    box.textContent = '';
    ui.countOn = placed.n;
    if (ui.scene.stores.some(store => !store.texts)) {
      geomap.el('p', 'gm-small', geomap.t('loading'), box);
      return;
    }
    var list = geomap.el('ol', 'gm-reports', null, box);
    chunk(ui, list, placed, 0, true);
    if (unplaced.n) {
      var heading = geomap.el('h3', 'gm-unplaced-title', geomap.t('not_on_map'), box);
      geomap.el('span', 'gm-count', geomap.number(unplaced.n), heading);
      chunk(ui, geomap.el('ul', 'gm-reports gm-unplaced', null, box), unplaced, 0, false);
    }
    if (!placed.n && !unplaced.n) { geomap.el('p', 'gm-small', geomap.t(geomap.narrowed(ui.scene) || ui.scene.time.at !== null ? 'nothing_left' : 'nothing'), box); }
    if (ui.scene.stores.length) { ui.announce(geomap.t('ready', { n: placed.n })); }
  };

  function chunk(ui, list, items, from, onMap) {
    var to = Math.min(items.n, from + CHUNK);
    for (var i = from; i < to; i++) { (onMap ? report : missing)(ui, list, items.at(i)); }
    var left = items.n - to;
    if (left > 0) {
      var more = geomap.el('li', '', null, list);
      geomap.button('gm-more', geomap.t('show_more', { n: geomap.number(Math.min(left, CHUNK)) }), more, () => {
        more.remove();
        var before = list.children.length;
        chunk(ui, list, items, to, onMap);
        var next = list.children[before] && list.children[before].querySelector('button, [tabindex]');
        next?.focus();
      });
    }
  }

  function head(parent, item) {
    var store = item.store;
    var row = item.row;
    parent.appendChild(geomap.swatch({ type: store.type(row), status: store.status(row), colour: store.colour(row) }, 24, 22));
    var body = geomap.el('span', 'gm-report-body', null, parent);
    geomap.said('span', 'gm-report-place', store.label(row) || geomap.t('no_place'), body);
    var meta = geomap.el('span', 'gm-report-meta', null, body);
    geomap.said('span', '', geomap.term('type_', store.type(row)), meta);
    geomap.el('span', 'gm-dot', '·', meta);
    geomap.said('span', 'gm-report-when', geomap.when(store, row, 'short'), meta);
    var said = geomap.el('span', 'gm-report-meta', null, body);
    var who = store.text('claimant', row);
    geomap.said('span', 'gm-report-status', geomap.term('status_', store.status(row)) + (who ? ': ' : ''), said);
    if (who) { geomap.said('span', 'gm-report-who', who, said); }
    return body;
  }

  function report(ui, list, item) {
    var row = geomap.el('li', '', null, list);
    var button = geomap.button('gm-report', null, row, () => { geomap.go(ui, item); });
    button.setAttribute('data-report', ui.scene.stores.indexOf(item.store) + ':' + item.row);
    var body = head(button, item);
    if (item.store.col.kind[item.row] === geomap.EVENT.REGION) { geomap.el('span', 'gm-report-who', geomap.t('region'), body); }
    if (item.store.col.flags[item.row] & geomap.EVENT.AMBIGUOUS) { geomap.el('span', 'gm-report-who', geomap.t('ambiguous'), body); }
  }

  function missing(ui, list, item) {
    var row = geomap.el('li', '', null, list);
    var details = geomap.el('details', 'gm-missing', null, row);
    var summary = geomap.el('summary', 'gm-report', null, details);
    var body = head(summary, item);
    geomap.said('span', 'gm-reason', geomap.term('reason_', item.store.reason(item.row)), body);
    geomap.on(details, 'toggle', () => {
      if (details.open && details.children.length < 2) { details.appendChild(geomap.card(item.store, item.row)); }
    });
  }

  /** Bring the map to a report and open its card. */
  geomap.go = (ui, item) => {
    var map = ui.scene.map;
    var place = item.store.place(item.row);
    if (!place) { return; }
    ui.scene.returnFocus = null;
    geomap.shut(ui.scene);
    var zoom = geomap.closeUp(item, map.getZoom());
    // Beside the legend, with room above for the card.
    var point = map.project(place, zoom);
    var size = map.getSize();
    var covered = ui.scene.covered();
    var shift = ui.narrow() ? [0, 0] : [ui.scene.margin() / 2, (covered ? 0.9 * (size.y - covered) : 0.7 * size.y) - size.y / 2];
    map.setView(map.unproject(point.subtract(shift), zoom), zoom, { animate: false });
    geomap.open(ui.scene, place, [item], true);
    ui.scene.returnFocus = ui.scene.stores.indexOf(item.store) + ':' + item.row;
  };

  /** The zoom at which a report is best seen: its disc, if it has one, some 45 pixels wide. */
  geomap.closeUp = (item, now) => {
    var col = item.store.col;
    if (col.kind[item.row] === geomap.EVENT.REGION) { return now; }
    if (!(col.flags[item.row] & geomap.EVENT.DISC)) { return Math.max(now, 8); }
    var world = 40075016.686 * Math.cos(col.y[item.row] / 100000 * Math.PI / 180);
    var fit = Math.log2(45 * world / (col.radius[item.row] * 1000 * 256));
    return Math.max(Math.min(now, 11), Math.min(11, Math.round(fit)));
  };

  /** The inset that tells where on the map of the country one is. */
  geomap.locator = (scene, parent) => {
    var locator = scene.locator;
    if (!locator || !locator.rings.n) { return null; }
    var west = geomap.worldX(locator.frame[0]);
    var east = geomap.worldX(locator.frame[2]);
    var north = geomap.worldY(locator.frame[3]);
    var south = geomap.worldY(locator.frame[1]);
    var width = 148;
    var height = Math.round(width * (south - north) / (east - west));
    var canvas = geomap.el('canvas', 'gm-locator', null, parent);
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    canvas.setAttribute('role', 'img');
    geomap.label(canvas, 'locator');
    var c = canvas.getContext('2d');
    var scale = width / (east - west);
    var view = { scale, left: west * scale, top: north * scale, width, height, west, east, north, south };
    function paint() {
      c.setTransform(2, 0, 0, 2, 0, 0);
      c.fillStyle = geomap.theme(locator.rings.n > 1 ? 'sea' : 'far');
      c.fillRect(0, 0, width, height);
      for (var f = locator.rings.n - 1; f >= 0; f--) {
        c.beginPath();
        locator.rings.trace(c, f, view);
        c.fillStyle = geomap.theme(f ? 'far' : 'home');
        c.fill('evenodd');
        c.strokeStyle = geomap.theme('border');
        c.lineWidth = 0.6;
        c.stroke();
      }
      var b = scene.map.getBounds();
      var x = (geomap.worldX(b.getWest()) - west) * scale;
      var y = (geomap.worldY(Math.min(85, b.getNorth())) - north) * scale;
      var w = Math.max(3, (geomap.worldX(b.getEast()) - west) * scale - x);
      var h = Math.max(3, (geomap.worldY(Math.max(-85, b.getSouth())) - north) * scale - y);
      c.fillStyle = c.strokeStyle = geomap.theme('focus');
      c.globalAlpha = 0.14;
      c.fillRect(x, y, w, h);
      c.globalAlpha = 1;
      c.lineWidth = 1.4;
      c.strokeRect(x, y, w, h);
    }
    if (scene.paintLocator) { scene.map.off('moveend zoomend', scene.paintLocator); document.removeEventListener('geomaptheme', scene.paintLocator); }
    scene.paintLocator = paint;
    scene.map.on('moveend zoomend', paint);
    geomap.on(document, 'geomaptheme', paint);
    paint();
    return canvas;
  };
})();
