/* What a reader sees of one event, and how the map answers to mouse and finger. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var FEET = { AMBIGUOUS: 1, GRAPHIC: 2 };

  /** When, as exactly as it is known and no more. */
  geomap.when = (store, row, form) => {
    var start = store.col.start[row];
    var end = store.col.end[row];
    var precision = store.text('date_precision', row);
    if (start === geomap.NO_DAY) { return geomap.t('date_unknown'); }
    if (precision === 'month' || precision === 'year') { return geomap.date(start, precision); }
    if (end > start) { return geomap.span(start, end, form); }
    if (precision === 'week') { return geomap.t('week_of', { date: geomap.date(start, form) }); }
    return geomap.date(start, form);
  };

  geomap.count = (store, row) => {
    var low = store.text('count_low', row);
    var high = store.text('count_high', row);
    if (!low && !high) { return ''; }
    var shown = value => isNaN(value) ? value : geomap.number(value);
    var text = low && high && low !== high ? geomap.t('by_source', { low: shown(low), high: shown(high) })
      : low && !high ? geomap.t('at_least', { low: shown(low) }) : shown(high || low);
    var what = store.text('count_of', row);
    return what ? text + ' ' + what : text;
  };

  /** The card of one event. */
  geomap.card = (store, row) => {
    var status = store.status(row);
    var card = geomap.el('article', 'gm-card');
    var kicker = geomap.el('p', 'gm-kicker', null, card);
    kicker.appendChild(geomap.swatch({ type: store.type(row), status, colour: store.colour(row) }, 20, 20));
    geomap.said('span', '', geomap.term('type_', store.type(row)), kicker);
    geomap.el('span', 'gm-dot', '·', kicker);
    geomap.said('span', '', geomap.when(store, row), kicker);
    geomap.said('h3', 'gm-card-title', store.label(row) || geomap.t('no_place'), card);
    var admin = store.text('place_admin', row) || [store.text('region', row), store.text('country', row)].filter(Boolean).join(', ');
    if (admin) { geomap.said('p', 'gm-admin', admin, card); }
    var who = store.text('claimant', row) || (['UA', 'RU'].indexOf(store.side(row)) >= 0 ? geomap.t('side_' + store.side(row)) : '');
    var say = geomap.words['say_' + status] ? 'say_' + status : 'say_unknown';
    geomap.said('p', 'gm-says', who ? geomap.t(say, { who }) : geomap.t('say_nobody'), card);
    var description = store.text('description', row);
    if (description) { geomap.said('p', 'gm-description', description, card); }
    var note = geomap.el('p', 'gm-note', null, card);
    geomap.said('strong', '', geomap.term('status_', status) + '.', note);
    if (geomap.words['note_' + status]) { geomap.el('span', '', ' ' + geomap.t('note_' + status), note); }
    var days = store.age(row);
    if (days > 0) { geomap.el('p', 'gm-small', geomap.t('days_ago', { n: geomap.number(days) }), card); }
    facts(store, row, card);
    evidence(store, row, card);
    if (store.col.flags[row] & FEET.GRAPHIC) { geomap.el('p', 'gm-graphic', geomap.t('graphic'), card); }
    source(store, row, card);
    return card;
  };

  function facts(store, row, card) {
    var list = geomap.el('dl', 'gm-facts', null, card);
    function fact(label, value) {
      if (!value) { return; }
      geomap.said('dt', '', label, list);
      geomap.said('dd', '', value, list);
    }
    fact(geomap.t('number'), geomap.count(store, row));
    fact(geomap.t('actor'), store.text('actor', row));
    var written = [store.text('relation', row), store.text('place', row)].filter(Boolean).join(' ');
    var region = [store.text('region', row), store.text('country', row)].filter(Boolean).join(', ');
    fact(geomap.t('place_written'), [written, region].filter(Boolean).join(', '));
    var precision = store.data.precisions[store.col.precision[row]];
    var radius = store.col.radius[row];
    var within = radius > 0 && store.col.kind[row] === geomap.EVENT.POINT ? geomap.t('within', { km: geomap.number(radius, radius < 3 ? 1 : 0) }) : '';
    fact(geomap.t('precision'), [precision ? geomap.term('precision_', precision) : '', within].filter(Boolean).join('; '));
    var p = parseFloat(store.text('probability', row));
    if (p >= 0) { fact(geomap.t('match'), geomap.t('probability', { p: p > 0.99 && p < 1 ? '> 99' : Math.round(p * 100) })); }
    (store.texts ? store.texts.extra : []).forEach(name => { fact(name, store.text(name, row)); });
    if (!list.childNodes.length) { list.remove(); }
  }

  function evidence(store, row, card) {
    var ambiguous = store.col.flags[row] & FEET.AMBIGUOUS;
    if (ambiguous) { geomap.el('p', 'gm-doubt', geomap.t('ambiguous'), card); }
    lines(card, geomap.t('why'), store.text('why', row), false);
    var candidates = store.text('candidates', row);
    var n = parseInt(store.text('n_candidates', row), 10);
    if (candidates) { lines(card, geomap.t('candidates'), candidates.replace(/; /g, '\n'), Boolean(ambiguous)); } else if (n > 1) {
      geomap.el('p', 'gm-small', geomap.t('n_candidates', { n }), card);
    }
  }

  function lines(card, title, text, open) {
    if (!text) { return; }
    var details = geomap.el('details', 'gm-details', null, card);
    details.open = open;
    geomap.el('summary', '', title, details);
    var list = geomap.el('ul', '', null, details);
    text.split(/\r\n|\r|\n/).forEach(line => { if (line.trim()) { geomap.said('li', '', line, list); } });
  }

  function source(store, row, card) {
    var foot = geomap.el('p', 'gm-source', null, card);
    var url = store.text('source_url', row);
    var name = store.text('source', row);
    if (name || url) {
      geomap.el('span', '', geomap.t('source') + ': ', foot);
      geomap.link(name || url, url, foot);
      if (name && url && !geomap.webAddress(url)) { geomap.said('span', 'gm-small', ' ' + url, foot); }
    }
    var published = store.text('published_at', row);
    if (published) { geomap.said('span', '', (foot.childNodes.length ? '. ' : '') + geomap.t('published') + ' ' + geomap.date(published), foot); }
    var licence = store.text('licence', row);
    if (licence) { geomap.said('span', '', '. ' + geomap.t('licence') + ': ' + licence, foot); }
    if (!foot.childNodes.length) { foot.remove(); }
  }

  /** Open a popup with several cards to leaf through. */
  geomap.open = (scene, at, items, focus) => {
    var box = geomap.el('div', 'gm-popup');
    var slot = geomap.el('div', 'gm-popup-slot', null, box);
    var number = 0;
    var counter = null;
    function turn(step) {
      number = (number + step + items.length) % items.length;
      slot.textContent = '';
      var item = items[number];
      slot.appendChild(item.store ? geomap.card(item.store, item.row) : geomap.areaCard(item.area, item.f));
      slot.scrollTop = 0;
      if (counter) { counter.textContent = geomap.t('of', { i: number + 1, n: items.length }); }
      scene.stores.forEach(store => { store.chosen = item.store === store ? item.row : undefined; });
      ['events', 'areas'].forEach(name => { scene.surfaces[name]?.soon(); });
      scene.popup?.update();
      if (item.store) { scene.map.fire('geomapchosen', { store: item.store, row: item.row }); }
    }
    if (items.length > 1) {
      var pager = geomap.el('div', 'gm-pager', null, null);
      var back = geomap.button('', '‹', pager, () => { turn(-1); });
      geomap.label(back, 'previous');
      counter = geomap.el('span', '', '', pager);
      counter.setAttribute('aria-live', 'polite');
      var on = geomap.button('', '›', pager, () => { turn(1); });
      geomap.label(on, 'next');
      box.insertBefore(pager, slot);
    }
    scene.popup = null;
    turn(0);
    box.setAttribute('tabindex', '-1');
    box.setAttribute('role', 'dialog');
    geomap.label(box, 'reports');
    geomap.on(box, 'keydown', event => {
      if (event.key === 'Escape') { event.stopPropagation(); geomap.shut(scene); }
    });
    if (scene.sheet && scene.narrow()) {
      scene.sheet(box);
      // The sheet covers the lower part of the map: bring the place into the upper one.
      var size = scene.map.getSize();
      var point = scene.map.latLngToContainerPoint(at);
      scene.map.panBy([point.x - size.x / 2, point.y - size.y * 0.2], { animate: false });
    } else {
      balloon(scene, at, box);
    }
    if (focus) { box.focus({ preventScroll: true }); }
  };

  function balloon(scene, at, box) {
    var covered = scene.covered ? scene.covered() : 0;
    if (covered) { box.style.maxHeight = Math.max(110, Math.min(430, scene.map.getSize().y - covered - 80)) + 'px'; }
    var popup = L.popup({
      maxWidth: 340, minWidth: 280, autoPanPaddingTopLeft: [scene.margin ? Math.max(60, scene.margin()) : 60, 16],
      autoPanPaddingBottomRight: [24, 24 + covered], className: 'gm-leaflet-popup',
      closeOnEscapeKey: false
    }).setLatLng(at).setContent(box);
    popup.on('remove', () => { if (scene.popup === popup) { scene.popup = null; leave(scene); } });
    scene.popup = popup;
    scene.map.openPopup(popup);
    var close = popup.getElement().querySelector('.leaflet-popup-close-button');
    if (close) { geomap.label(close, 'close'); }
  }

  /** What follows when a card is put away: no sign is marked, the keyboard is back where it was. */
  function leave(scene) {
    scene.stores.forEach(store => { store.chosen = undefined; });
    ['events', 'areas'].forEach(name => { scene.surfaces[name]?.soon(); });
    var back = scene.returnFocus && document.querySelector('[data-report="' + scene.returnFocus + '"]');
    scene.returnFocus = null;
    back?.focus();
  }

  /** Put the open card away. */
  geomap.shut = scene => {
    if (scene.popup) { scene.map.closePopup(scene.popup); }
    if (scene.unsheet && scene.unsheet()) { leave(scene); }
  };

  /** Answer to clicks and the pointer. */
  geomap.listen = scene => {
    function under(event) {
      var surface = scene.surfaces.events || scene.surfaces.areas;
      if (!surface || !surface._bounds) { return { items: [] }; }
      var p = event.layerPoint.subtract(surface._bounds.min);
      var wx = geomap.worldX(event.latlng.lng);
      var wy = geomap.worldY(event.latlng.lat);
      var scale = 256 * Math.pow(2, scene.map.getZoom());
      var items = [];
      scene.stores.forEach(store => {
        store.pick(p.x, p.y, wx, wy).forEach(row => { items.push({ store, row }); });
      });
      var sharp = items.length > 0;
      if (!sharp) {
        scene.stores.forEach(store => {
          store.pickRegion(wx, wy).forEach(row => { items.push({ store, row }); });
        });
        scene.shapes.slice().sort((a, b) => b.order - a.order).forEach(area => {
          var f = area.pick(wx, wy, scale);
          if (f >= 0) { items.push({ area, f }); }
        });
      }
      return { items, sharp };
    }
    var below = event => geomap.underSwipe(scene, event.containerPoint.x, () => under(event));
    scene.map.on('click', event => {
      var found = below(event);
      if (!found.items.length) { return; }
      var first = found.items[0];
      var at = found.sharp && first.store.col.kind[first.row] === geomap.EVENT.POINT ? first.store.place(first.row) : event.latlng;
      geomap.open(scene, at, found.items, true);
    });
    scene.map.on('mousemove', L.Util.throttle(event => {
      scene.map.getContainer().classList.toggle('gm-pointing', below(event).sharp === true);
    }, 60, scene));
  };
})();
