/* Find and filter: a search over places and events, and facets with counts that follow every choice. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var MOST = 30;
  var LISTED = 12;
  var ORDER = {
    status: ['confirmed', 'admitted', 'reported', 'claimed', 'disputed', 'denied', 'unknown'], side: ['UA', 'RU', 'neutral', 'unknown'],
    precision: ['exact', 'settlement', 'near', 'direction', 'between', 'axis', 'hromada', 'raion', 'oblast', 'country', 'unknown']
  };

  /** Index of the map's own names, made when first needed. */
  function index(scene) {
    if (scene.index) { return scene.index; }
    var places = [];
    var named = new Map();
    ((scene.gazette && scene.gazette.units) || []).concat((scene.gazette && scene.gazette.rows) || []).forEach(row => {
      var item = { entry: geomap.entryOf([row.en, row.uk, row.ru]), place: row };
      places.push(item);
      named.set(row.en, item.entry);
    });
    var reports = new Map();
    scene.stores.forEach(store => {
      for (var row = 0; row < store.n; row++) {
        var names = [store.text('place_name', row), store.text('place', row), store.text('place_name_uk', row), store.text('place_name_ru', row)];
        var key = names.join('\n');
        if (!reports.has(key)) {
          var known = named.get(names[0]);
          var entry = geomap.entryOf(names);
          if (known) { ['norms', 'ones', 'twos'].forEach(part => { entry[part] = entry[part].concat(known[part]); }); }
          reports.set(key, { entry, rows: [] });
        }
        reports.get(key).rows.push([store, row]);
      }
    });
    scene.index = { places, reports: Array.from(reports.values()) };
    return scene.index;
  }

  /** What answers a text: places, and rows of events whose place or words do. */
  geomap.find = (scene, text) => {
    var query = geomap.query(text);
    var found = { places: [], rows: [] };
    if (query.norm.length < 2) { return found; }
    var known = index(scene);
    known.places.forEach(item => {
      var score = geomap.answers(query, item.entry);
      if (score) { found.places.push([score, item.place.rank || 0, item.place]); }
    });
    found.places.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    found.places = found.places.map(item => item[2]);
    var taken = new Map();
    known.reports.forEach(item => {
      var score = geomap.answers(query, item.entry);
      if (score) { item.rows.forEach(pair => { found.rows.push([score, pair[0], pair[1]]); mark(taken, pair[0], pair[1]); }); }
    });
    var word = text.trim().toLowerCase();
    if (word.length > 2) {
      scene.stores.forEach(store => {
        var columns = store.texts ? ['claimant', 'actor', 'description', 'place_admin'].map(name => store.texts.columns[name]).filter(Boolean) : [];
        var holds = columns.map(column => column.hold(word));
        for (var row = 0; row < store.n; row++) {
          if (taken.has(store) && taken.get(store)[row]) { continue; }
          for (var k = 0; k < columns.length; k++) {
            if (holds[k][columns[k].codes ? columns[k].codes[row] : row]) { found.rows.push([1, store, row]); break; }
          }
        }
      });
    }
    found.rows.sort((a, b) => b[0] - a[0] || b[1].col.start[b[2]] - a[1].col.start[a[2]]);
    return found;
  };

  function mark(marks, store, row) {
    if (!marks.has(store)) { marks.set(store, new Uint8Array(store.n)); }
    marks.get(store)[row] = 1;
  }

  function results(ui, text) {
    var box = ui.results;
    box.textContent = '';
    var scene = ui.scene;
    if (!text.trim()) { ui.announce(''); return; }
    var found = geomap.find(scene, text);
    var list = geomap.el('ul', 'gm-found', null, box);
    found.places.slice(0, 6).forEach(place => {
      var button = geomap.button('gm-hit', null, geomap.el('li', '', null, list), () => {
        scene.map.setView([place.lat, place.lon], place.reach ? 7.5 : Math.max(scene.map.getZoom(), 9.5), { animate: false });
        if (ui.narrow()) { ui.panel(''); }
      });
      geomap.said('span', 'gm-hit-name', place[geomap.lang] || place.en, button);
      geomap.el('span', 'gm-count', geomap.t('place'), button);
    });
    found.rows.slice(0, MOST).forEach(item => {
      var store = item[1];
      var row = item[2];
      var button = geomap.button('gm-hit', null, geomap.el('li', '', null, list), () => { geomap.go(ui, { store, row }); });
      button.appendChild(geomap.swatch({ type: store.type(row), status: store.status(row), colour: store.colour(row) }, 20, 18));
      geomap.said('span', 'gm-hit-name', store.label(row) || geomap.t('no_place'), button);
      geomap.said('span', 'gm-count', geomap.when(store, row, 'short'), button);
    });
    var n = found.rows.length;
    ui.announce(geomap.t('found', { n: geomap.number(n), p: geomap.number(found.places.length) }));
    if (!n && !found.places.length) { geomap.el('p', 'gm-small', geomap.t('found_nothing'), box); }
    if (n) {
      geomap.button('gm-plain', geomap.t('only_found', { n: geomap.number(n) }), box, () => {
        scene.only = new Map();
        found.rows.forEach(item => { mark(scene.only, item[1], item[2]); });
        scene.onlyText = text.slice(0, 100);
        scene.sieve();
        scene.refresh();
      });
    }
  }

  /** Restrict the map to what answers a text, as a permalink does. */
  geomap.restrict = (scene, text) => {
    scene.only = new Map();
    geomap.find(scene, text).rows.forEach(item => { mark(scene.only, item[1], item[2]); });
    scene.onlyText = text;
    scene.sieve();
  };

  geomap.buildFind = (ui, box) => {
    var search = geomap.el('div', 'gm-search', null, box);
    var input = geomap.el('input', 'gm-input', null, search);
    input.type = 'search';
    input.maxLength = 100;
    input.autocomplete = 'off';
    input.spellcheck = false;
    geomap.label(input, 'search');
    input.placeholder = geomap.t('search_hint');
    ui.search = input;
    ui.results = geomap.el('div', 'gm-results', null, box);
    var waiting = null;
    geomap.on(input, 'input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { results(ui, input.value); }, 120);
    });
    geomap.on(input, 'keydown', event => {
      if (event.key === 'ArrowDown' || event.key === 'Enter') {
        clearTimeout(waiting);
        results(ui, input.value);
        var first = ui.results.querySelector('button');
        if (first) { event.preventDefault(); first[event.key === 'Enter' ? 'click' : 'focus'](); }
      }
    });
    geomap.on(ui.results, 'keydown', event => {
      var step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (!step) { return; }
      event.preventDefault();
      var all = Array.from(ui.results.querySelectorAll('button'));
      var next = all.indexOf(document.activeElement) + step;
      (all[next] || (step < 0 ? input : all[all.length - 1])).focus();
    });
    ui.narrowing = geomap.el('div', 'gm-narrowing', null, box);
    ui.facets = geomap.el('div', 'gm-facets', null, box);
  };

  /** What narrows the map now, with a way back. */
  function narrowing(ui) {
    var scene = ui.scene;
    var n = geomap.narrowed(scene);
    ui.narrowing.textContent = '';
    if (!n) { return; }
    var shown = scene.stores.reduce((sum, store) => sum + store.visible().length, 0);
    var all = scene.stores.reduce((sum, store) => sum + store.n, 0);
    geomap.el('span', '', geomap.t('shown', { n: geomap.number(shown), all: geomap.number(all) }), ui.narrowing);
    if (scene.only) { geomap.said('span', 'gm-quoted', '“' + scene.onlyText + '”', ui.narrowing); }
    geomap.button('gm-plain gm-clear', geomap.t('clear'), ui.narrowing, () => {
      ui.search.value = '';
      ui.results.textContent = '';
      geomap.clear(scene);
      ui.search.focus();
    });
  }

  function swatch(name, value) {
    var plain = geomap.theme('sample');
    if (name === 'type') { return geomap.swatch({ type: value, status: 'confirmed', colour: plain }, 22, 18); }
    if (name === 'status') { return geomap.swatch({ type: 'other', status: value, colour: plain }, 22, 18); }
    if (name === 'side') { return geomap.swatch({ type: 'other', status: 'confirmed', colour: geomap.sideColour(value) }, 22, 18); }
    return null;
  }

  function wording(name, value) {
    return name === 'source' ? value || geomap.t('none') : geomap.term(name + '_', value);
  }

  geomap.fillFacets = ui => {
    var scene = ui.scene;
    narrowing(ui);
    var focus = document.activeElement && document.activeElement.getAttribute('data-facet');
    var box = ui.facets;
    box.textContent = '';
    var tallies = scene.stores.filter(store => store.data).map(store => [store, store.tally()]);
    geomap.FACETS.forEach(name => {
      var counts = new Map();
      tallies.forEach(pair => {
        var facet = pair[0].facet(name);
        if (facet) { facet.values.forEach((value, code) => { counts.set(value, (counts.get(value) || 0) + pair[1][name][code]); }); }
      });
      if (counts.size < 2) { return; }
      var order = ORDER[name] || [];
      var values = Array.from(counts.keys()).sort((a, b) => {
        var i = order.indexOf(a);
        var j = order.indexOf(b);
        return (i < 0 ? 99 : i) - (j < 0 ? 99 : j) || counts.get(b) - counts.get(a) || (a < b ? -1 : 1);
      });
      var field = geomap.el('fieldset', 'gm-group', null, box);
      geomap.el('legend', '', geomap.t('facet_' + name), field);
      var list = geomap.el('ul', '', null, field);
      var open = ui.unfolded && ui.unfolded[name];
      values.forEach((value, k) => {
        var picked = scene.picks[name].has(value);
        if (k >= LISTED && !open && !picked) { return; }
        var row = geomap.el('label', 'gm-toggle' + (counts.get(value) ? '' : ' gm-none'), null, geomap.el('li', '', null, list));
        var tick = geomap.el('input', '', null, row);
        tick.type = 'checkbox';
        tick.checked = picked;
        tick.setAttribute('data-facet', name + k);
        geomap.on(tick, 'change', () => {
          scene.picks[name][tick.checked ? 'add' : 'delete'](value);
          scene.sieve();
          scene.refresh();
        });
        var sign = swatch(name, value);
        if (sign) { row.appendChild(sign); }
        geomap.said('span', 'gm-toggle-name', wording(name, value), row);
        geomap.el('span', 'gm-count', geomap.number(counts.get(value)), row);
      });
      if (values.length > LISTED && !open) {
        geomap.button('gm-plain', geomap.t('show_more', { n: values.length - LISTED }), field, () => {
          ui.unfolded = Object.assign(ui.unfolded || {}, { [name]: true });
          geomap.fillFacets(ui);
        });
      }
    });
    if (focus) {
      var again = Array.from(box.querySelectorAll('input')).find(tick => tick.getAttribute('data-facet') === focus);
      again?.focus();
    }
  };
})();
