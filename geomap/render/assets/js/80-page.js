/* The page around the map: title, panels, legend, sources. */
(() => {
  'use strict';
  var geomap = window.geomap;

  geomap.map = (id, options) => {
    var spec = Object.assign({ zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90, worldCopyJump: false }, options);
    var map = L.map(id, spec);
    map.attributionControl?.setPrefix('Leaflet');
    L.control.scale({ imperial: false, position: 'bottomright', maxWidth: 120 }).addTo(map);
    return map;
  };

  var TONGUES = { en: 'EN', uk: 'УКР', ru: 'РУС' };

  /** A date written as one, as a day number; null for any other text. */
  function today(text) { return geomap.dayOf(String(text || '').slice(0, 10)); }

  geomap.disclaimer = meta => meta.disclaimer === null ? geomap.t('disclaimer') : meta.disclaimer;

  function header(ui, meta) {
    var head = geomap.el('header', 'gm-head');
    ui.page.insertBefore(head, ui.main);
    geomap.button('gm-skip', geomap.t(ui.reporting ? 'skip' : 'layers'), head, () => {
      ui.panel(ui.reporting ? 'reports' : 'layers');
      var first = document.querySelector(ui.reporting ? '.gm-reports button' : '#gm-panel-layers input');
      first?.focus();
    });
    var tongues = geomap.el('div', 'gm-tongues', null, head);
    tongues.setAttribute('role', 'group');
    geomap.label(tongues, 'language');
    Object.keys(TONGUES).forEach(lang => {
      if (!Object.hasOwn(geomap.tongues, lang)) { return; }
      var button = geomap.button('gm-tongue', TONGUES[lang], tongues, () => { ui.speak(lang); });
      button.lang = lang;
      button.setAttribute('aria-pressed', String(lang === geomap.lang));
    });
    if (meta.title) { geomap.said('h1', 'gm-title', meta.title, head); }
    var line = geomap.el('p', 'gm-sub', null, head);
    if (meta.subtitle) { geomap.said('span', 'gm-subtitle', meta.subtitle, line); }
    if (meta.as_of) { geomap.said('span', 'gm-asof', geomap.t('as_of', { date: geomap.date(meta.as_of) }), line); }
    if (!line.childNodes.length) { line.remove(); }
    if (!head.querySelector('h1, p')) { head.classList.add('gm-empty'); }
  }

  function entry(parent, label, fill) {
    var item = geomap.el('p', 'gm-foot-line', null, parent);
    geomap.el('b', '', label + ' ', item);
    fill(item);
  }

  function listed(parent, sources) {
    sources.forEach((source, i) => {
      if (i) { geomap.el('span', '', '; ', parent); }
      geomap.link(source.text || source.url, source.url, parent);
    });
  }

  function footer(ui, parent, meta) {
    var disclaimer = geomap.disclaimer(meta);
    if (disclaimer) { geomap.said('p', 'gm-disclaimer', disclaimer, parent); }
    if (meta.sources && meta.sources.length) { entry(parent, geomap.t('sources'), item => { listed(item, meta.sources); }); }
    if (meta.method) { entry(parent, geomap.t('method'), item => { geomap.said('span', '', meta.method, item); }); }
    if (meta.attribution && meta.attribution.length) { entry(parent, geomap.t('data'), item => { listed(item, meta.attribution); }); }
    if (meta.author) { entry(parent, geomap.t('author'), item => { geomap.said('span', '', meta.author, item); }); }
    var last = geomap.el('p', 'gm-foot-line', null, parent);
    if (meta.worldview) { geomap.said('span', '', geomap.t(meta.worldview) + ' ', last); }
    var hosts = meta.hosts || [];
    if (ui.entries.some(item => item.tiles)) { geomap.el('span', '', geomap.t('tiles_borders') + ' ', last); }
    geomap.el('span', 'gm-hosts', hosts.length ? geomap.t('hosts', { hosts: hosts.join(', ') }) : geomap.t('no_hosts'), last);
    geomap.buildTake(ui, geomap.el('p', 'gm-foot-line', null, parent));
  }

  function panel(ui, parent, name, className) {
    var box = geomap.el('section', 'gm-panel ' + className, null, parent);
    box.id = 'gm-panel-' + name;
    box.setAttribute('aria-label', geomap.t(name));
    var bar = geomap.el('div', 'gm-panel-bar', null, box);
    geomap.el('h2', 'gm-panel-title', geomap.t(name), bar);
    var close = geomap.button('gm-close', '×', bar, () => { ui.closed(name); });
    geomap.label(close, 'close');
    return geomap.el('div', 'gm-panel-body', null, box);
  }

  /** Build everything around the map. `objects` are the layers by the keys the meta block uses. */
  geomap.furnish = (map, metaId, objects) => {
    geomap.json(metaId).then(meta => { furnish(map, meta, objects); }).catch(failed);
  };

  function failed(error) {
    document.documentElement.setAttribute('data-geomap', 'failed');
    var text = typeof DecompressionStream === 'undefined' ? 'This browser is too old to open the map. Any browser of 2023 or later can.' : String(error);
    geomap.el('p', 'gm-failed', text, document.querySelector('.gm-main'));
  }

  function furnish(map, meta, objects) {
    geomap.tongues = meta.words || {};
    geomap.speak(meta.lang);
    geomap.learn(meta.keys);
    Object.assign(geomap.colours, meta.colours || {});
    var scene = geomap.scene(map);
    var page = document.querySelector('.gm-page');
    var ui = { scene, meta, page, main: page.querySelector('.gm-main'), entries: meta.layers || [], built: [] };
    scene.time.by = meta.time === 'published' ? 'published' : 'event';
    ui.entries.forEach(item => {
      item.object = objects[item.layer];
      if (item.object && item.object.area) { item.object.area.entry = item; }
    });
    ui.entries = ui.entries.filter(item => item.object);
    ui.entries.forEach(item => { item.first = map.hasLayer(item.object); });
    ui.reporting = ui.entries.some(item => item.group === 'events') || !ui.entries.some(item => item.object.area);
    ui.narrow = () => window.matchMedia('(max-width: 760px)').matches;
    ui.announce = text => { if (ui.status.textContent !== text) { ui.status.textContent = text; } };
    scene.narrow = ui.narrow;
    document.title = geomap.show(meta.title || geomap.t(ui.reporting ? 'reports' : 'control'));
    panelling(ui);
    filling(ui);
    build(ui);
    ui.panel('');
    behave(ui);
  }

  /** Make the elements around the map, in the page's language. */
  function build(ui) {
    var scene = ui.scene;
    var page = ui.page;
    var main = ui.main;
    var meta = ui.meta;
    var map = scene.map;
    var container = map.getContainer();
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', geomap.t('map_label') + (ui.reporting ? ' ' + geomap.t('map_twin') : ''));
    if (map.zoomControl) {
      [['_zoomInButton', 'zoom_in'], ['_zoomOutButton', 'zoom_out']].forEach(pair => {
        map.zoomControl[pair[0]].removeAttribute('title');
        map.zoomControl[pair[0]].setAttribute('aria-label', geomap.t(pair[1]));
      });
    }
    header(ui, meta);
    var corner = ui.corner = geomap.el('div', 'gm-corner', null, main);
    ui.legend = panel(ui, main, 'legend', 'gm-legend');
    var card = ui.card = panel(ui, main, 'card', 'gm-sheet');
    geomap.buildTable(ui, panel(ui, main, 'table', 'gm-drawer'));
    var side = geomap.el('aside', 'gm-side', null, page);
    side.setAttribute('aria-label', geomap.t(ui.reporting ? 'reports' : 'layers'));
    var tabs = geomap.el('div', 'gm-tabs', null, side);
    ui.reports = panel(ui, side, 'reports', 'gm-side-panel');
    geomap.buildFind(ui, panel(ui, side, 'find', 'gm-side-panel'));
    ui.layers = panel(ui, side, 'layers', 'gm-side-panel');
    ui.timeSlot = geomap.el('div', 'gm-time-slot', null, page);
    var foot = geomap.el('footer', 'gm-foot', null, page);
    footer(ui, panel(ui, foot, 'about', 'gm-about'), meta);
    ui.status = geomap.el('p', 'gm-status', '', page);
    ui.status.setAttribute('role', 'status');
    var nav = geomap.el('nav', 'gm-nav', null, page);
    geomap.label(nav, 'panels');
    ui.buttons = [];
    function opener(parent, name) {
      var button = geomap.button('gm-tab', geomap.t(name), parent, () => {
        if (name === 'table' && !ui.narrow()) { ui.drawer(!ui.tableOpen()); return; }
        ui.panel(ui.narrow() && page.getAttribute('data-panel') === name ? '' : name);
      });
      button.setAttribute('aria-controls', 'gm-panel-' + name);
      ui.buttons.push([button, name]);
      return button;
    }
    // A map of areas only has neither a list nor a table of reports.
    var wanted = name => ui.reporting || (name !== 'reports' && name !== 'table');
    ['reports', 'find', 'layers', 'table'].filter(wanted).forEach(name => { opener(tabs, name); });
    ['legend', 'layers', 'find', 'reports', 'table', 'about'].filter(wanted).forEach(name => { opener(nav, name); });
    ui.tabReports = tabs.firstChild;
    [corner, ui.legend.parentNode, card.parentNode, document.getElementById('gm-panel-table')].forEach(box => {
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
    });
    ui.legendShape();
    if (scene.locator) { geomap.locator(scene, corner); }
  }

  function panelling(ui) {
    var page = ui.page;
    var scene = ui.scene;
    page.setAttribute('data-side', ui.reporting ? 'reports' : 'layers');
    // On a wide screen the legend folds, on a narrow one every panel is a sheet that closes.
    ui.closed = name => {
      if (name === 'legend' && !ui.narrow()) {
        ui.folded = !ui.folded;
        ui.legendShape();
      } else if (name === 'table' && !ui.narrow()) { ui.drawer(false); } else if (name === 'card') { geomap.shut(scene); } else { ui.panel(''); }
    };
    ui.legendShape = () => {
      var legend = document.getElementById('gm-panel-legend');
      legend.classList.toggle('gm-folded', Boolean(ui.folded));
      legend.querySelector('.gm-close').setAttribute('aria-expanded', String(!ui.folded));
    };
    ui.tableOpen = () => ui.narrow() ? page.getAttribute('data-panel') === 'table' : page.hasAttribute('data-drawer');
    ui.drawer = open => {
      page.toggleAttribute('data-drawer', open);
      ui.panel(page.getAttribute('data-panel') || '');
      geomap.fillTable(ui);
      if (!open) { ui.buttons.find(pair => pair[1] === 'table')[0].focus(); }
    };
    ui.panel = name => {
      page.setAttribute('data-panel', name);
      if (name === 'reports' || name === 'layers' || name === 'find') { page.setAttribute('data-side', name); }
      ui.buttons.forEach(pair => {
        var open = pair[1] === 'table' ? ui.tableOpen() : pair[1] === (ui.narrow() ? name : page.getAttribute('data-side'));
        pair[0].setAttribute('aria-expanded', String(open));
      });
      // What scrolls can be reached and scrolled with the keyboard; what does not is no stop on the way.
      page.querySelectorAll('.gm-legend .gm-panel-body, .gm-about .gm-panel-body').forEach(box => {
        if (box.scrollHeight > box.clientHeight) { box.tabIndex = 0; } else { box.removeAttribute('tabindex'); }
      });
      if (name === 'table' && ui.narrow()) { geomap.fillTable(ui); }
      if (name === 'find') { geomap.fillFacets(ui); }
      var opened = name && name !== 'card' && ui.narrow() && document.getElementById('gm-panel-' + name);
      if (opened) { opened.querySelector('.gm-close').focus(); }
    };
    scene.sheet = box => {
      ui.card.textContent = '';
      ui.card.appendChild(box);
      ui.panel('card');
    };
    scene.unsheet = () => {
      var open = page.getAttribute('data-panel') === 'card';
      if (open) { ui.panel(''); ui.card.textContent = ''; }
      return open;
    };
    /** How far right something at a height of the map must stand not to be under the legend. */
    scene.beside = y => y > document.getElementById('gm-panel-legend').offsetTop - 14 ? scene.margin() : 0;
    /** Pixels below that the open table covers. */
    scene.covered = () => ui.narrow() || !ui.tableOpen() ? 0 : document.getElementById('gm-panel-table').offsetHeight;
    /** Pixels on the left that the legend covers. */
    scene.margin = () => {
      var legend = document.getElementById('gm-panel-legend');
      var covers = !ui.narrow() && !legend.classList.contains('gm-folded') && scene.map.getSize().x > 900;
      return covers && legend.offsetWidth ? legend.offsetLeft + legend.offsetWidth + 14 : 0;
    };
  }

  function filling(ui) {
    var scene = ui.scene;
    var soon = null;
    function fill() {
      soon = null;
      geomap.fillLegend(ui);
      geomap.fillReports(ui);
      geomap.fillKm2(ui);
      if (ui.reporting) { ui.tabReports.textContent = geomap.t('reports') + ' (' + geomap.number(ui.countOn) + ')'; }
      if (ui.page.getAttribute('data-side') === 'find') { geomap.fillFacets(ui); }
      geomap.fillTable(ui);
    }
    ui.fill = fill;
    /** Panels follow at once, but a moving slider only when it rests. */
    ui.later = event => {
      if (event && event.step) { clearTimeout(soon); soon = setTimeout(fill, ui.playing ? 400 : 90); } else {
        if (ui.started) { geomap.fillHistogram(ui); }
        if (!soon) { soon = setTimeout(fill, 0); }
      }
      ui.noted();
    };
    var note = null;
    ui.noted = () => {
      if (!ui.started) { return; }
      clearTimeout(note);
      note = setTimeout(() => { geomap.remember(ui); }, 250);
    };
    ui.rebuildTime = () => {
      geomap.halt(ui);
      ui.timeSlot.textContent = '';
      geomap.buildTime(ui, ui.timeSlot);
      geomap.fillHistogram(ui);
    };
    /** Make everything around the map anew, as after a change of language. */
    ui.rebuild = () => {
      var text = ui.search ? ui.search.value : '';
      geomap.halt(ui);
      geomap.shut(scene);
      ui.page.querySelectorAll('.gm-head, .gm-side, .gm-foot, .gm-nav, .gm-status, .gm-time-slot, .gm-corner, .gm-swipe, .gm-main > .gm-panel').forEach(part => { part.remove(); });
      build(ui);
      ui.search.value = text;
      ui.rebuildTime();
      geomap.fillLayers(ui);
      ui.panel(ui.narrow() ? '' : ui.page.getAttribute('data-side'));
      fill();
      scene.surfaces.names?.soon();
      scene.surfaces.events?.soon();
    };
    ui.speak = lang => {
      geomap.speak(lang);
      ui.rebuild();
      ui.noted();
      var pressed = ui.page.querySelector('.gm-tongue[aria-pressed="true"]');
      pressed?.focus();
    };
  }

  /** Everything that happens: once per page, whatever is built anew. */
  function behave(ui) {
    var scene = ui.scene;
    var map = scene.map;
    var meta = ui.meta;
    geomap.on(document, 'keydown', event => {
      if (event.key === 'Escape' && ui.narrow()) { ui.closed(ui.page.getAttribute('data-panel')); }
    });
    map.on('geomapchange', ui.later);
    map.on('geomapchosen', event => { geomap.follow(ui, event); });
    map.on('moveend', () => { setTimeout(() => { geomap.fillLegend(ui); }, 0); ui.noted(); });
    map.on('layeradd layerremove', event => {
      ui.entries.forEach(item => {
        if (item.object !== event.layer) { return; }
        ui.later();
        if (item.box) { item.box.checked = map.hasLayer(item.object); }
      });
    });
    geomap.on(document, 'geomaptheme', () => {
      Object.keys(scene.surfaces).forEach(name => { scene.surfaces[name].soon(); });
      geomap.fillLayers(ui);
      geomap.fillHistogram(ui);
      ui.fill();
    });
    map.on('geomaplocator', () => { if (!ui.corner.firstChild) { geomap.locator(scene, ui.corner); } });

    function fit() {
      var left = ui.narrow() || window.matchMedia('print').matches ? 16 : Math.min(250, ui.main.clientWidth * 0.22);
      var room = map.getSize();
      var roomy = room.x > 300 && room.y > 150;
      map.fitBounds(meta.bounds, { paddingTopLeft: roomy ? [left, 16] : [0, 0], paddingBottomRight: roomy ? [16, 24] : [0, 0], animate: false });
    }
    map.invalidateSize({ animate: false });
    // A map without room, in a folded notebook cell say, is fitted when it has some.
    var fitted = false;
    function fitOnce() {
      var size = map.getSize();
      if (!fitted && meta.bounds && size.x > 0 && size.y > 0) { fitted = true; fit(); }
    }
    fitOnce();
    map.on('resize', fitOnce);
    window.matchMedia('print').addEventListener('change', () => {
      map.invalidateSize({ animate: false });
      fit();
    });
    function settle() {
      scene.today = today(meta.as_of);
      ui.rebuildTime();
      if (scene.today === null && ui.span) { scene.today = ui.span[1]; }
      scene.fading = Boolean(ui.timed && ui.span[1] - ui.span[0] > 14);
      ui.firstClock = scene.time.by;
      if (ui.timed) { map.invalidateSize({ animate: false }); fit(); }
      geomap.fillLayers(ui);
      ui.fill();
      ui.firstState = geomap.state(ui);
      if (location.hash.length > 1) { geomap.restore(ui, location.hash); }
      scene.surfaces.events?.paint();
      ['areas', 'names'].forEach(name => { scene.surfaces[name]?.paint(); });
      ui.started = true;
      document.documentElement.setAttribute('data-geomap', 'ready');
    }
    var count = -1;
    function ready() {
      if (scene.pending.length === count) { return settle(); }
      count = scene.pending.length;
      return Promise.all(scene.pending).then(ready);
    }
    ready().catch(failed);
    geomap.on(window, 'hashchange', () => { if (ui.started && location.hash !== ui.lastHash) { geomap.restore(ui, location.hash); } });
    geomap.on(window, 'resize', () => { ui.panel(ui.page.getAttribute('data-panel') || ''); geomap.sayTime(ui); geomap.fillTable(ui); });
  }
})();
