/* The page around the map: title, panels, legend, sources. */
(function () {
  'use strict';
  var geomap = window.geomap;

  geomap.map = function (id, options) {
    var spec = Object.assign({ zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90, worldCopyJump: false }, options);
    var map = L.map(id, spec);
    if (map.attributionControl) { map.attributionControl.setPrefix('Leaflet'); }
    L.control.scale({ imperial: false, position: 'bottomright', maxWidth: 120 }).addTo(map);
    return map;
  };

  function header(page, main, meta) {
    var head = geomap.el('header', 'gm-head');
    page.insertBefore(head, main);
    geomap.button('gm-skip', geomap.t('skip'), head, function () {
      var first = document.querySelector('.gm-reports button');
      if (first) { first.focus(); }
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
    sources.forEach(function (source, i) {
      if (i) { geomap.el('span', '', '; ', parent); }
      geomap.link(source.text || source.url, source.url, parent);
    });
  }

  function footer(parent, meta) {
    if (meta.disclaimer) { geomap.said('p', 'gm-disclaimer', meta.disclaimer, parent); }
    if (meta.sources && meta.sources.length) { entry(parent, geomap.t('sources'), function (item) { listed(item, meta.sources); }); }
    if (meta.method) { entry(parent, geomap.t('method'), function (item) { geomap.said('span', '', meta.method, item); }); }
    if (meta.attribution && meta.attribution.length) { entry(parent, geomap.t('data'), function (item) { listed(item, meta.attribution); }); }
    if (meta.author) { entry(parent, geomap.t('author'), function (item) { geomap.said('span', '', meta.author, item); }); }
    var last = geomap.el('p', 'gm-foot-line', null, parent);
    if (meta.worldview) { geomap.said('span', '', meta.worldview + ' ', last); }
    var hosts = meta.hosts || [];
    geomap.el('span', 'gm-hosts', hosts.length ? geomap.t('hosts', { hosts: hosts.join(', ') }) : geomap.t('no_hosts'), last);
  }

  function panel(ui, parent, name, className) {
    var box = geomap.el('section', 'gm-panel ' + className, null, parent);
    box.id = 'gm-panel-' + name;
    box.setAttribute('aria-label', geomap.t(name));
    var bar = geomap.el('div', 'gm-panel-bar', null, box);
    geomap.el('h2', 'gm-panel-title', geomap.t(name), bar);
    var close = geomap.button('gm-close', '×', bar, function () { ui.closed(name); });
    close.setAttribute('aria-label', geomap.t('close'));
    return geomap.el('div', 'gm-panel-body', null, box);
  }

  /** Build everything around the map. `objects` are the layers by the keys the meta block uses. */
  geomap.furnish = function (map, metaId, objects) {
    var meta = geomap.plain(metaId);
    geomap.words = meta.words || {};
    geomap.lang = meta.lang || 'en';
    Object.assign(geomap.colours, meta.colours || {});
    var scene = geomap.scene(map);
    var page = document.querySelector('.gm-page');
    var main = page.querySelector('.gm-main');
    var container = map.getContainer();
    var ui = { scene: scene, page: page, entries: meta.layers || [] };
    ui.entries.forEach(function (item) { item.object = objects[item.layer]; });
    ui.entries = ui.entries.filter(function (item) { return item.object; });
    ui.narrow = function () { return window.matchMedia('(max-width: 760px)').matches; };
    document.title = geomap.show(meta.title || geomap.t('reports'));
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', geomap.t('map_label'));
    if (map.zoomControl) {
      map.zoomControl._zoomInButton.removeAttribute('title');
      map.zoomControl._zoomOutButton.removeAttribute('title');
    }
    header(page, main, meta);

    // On a wide screen the legend folds, on a narrow one every panel is a sheet that closes.
    ui.closed = function (name) {
      var legend = document.getElementById('gm-panel-legend');
      if (name === 'legend' && !ui.narrow()) {
        legend.classList.toggle('gm-folded');
        var open = !legend.classList.contains('gm-folded');
        legend.querySelector('.gm-close').setAttribute('aria-expanded', String(open));
      } else if (name === 'card') { geomap.shut(scene); } else { ui.panel(''); }
    };
    var corner = geomap.el('div', 'gm-corner', null, main);
    ui.legend = panel(ui, main, 'legend', 'gm-legend');
    var card = panel(ui, main, 'card', 'gm-sheet');
    scene.narrow = ui.narrow;
    /** Pixels on the left that the legend covers. */
    scene.margin = function () {
      var legend = document.getElementById('gm-panel-legend');
      var covers = !ui.narrow() && !legend.classList.contains('gm-folded') && map.getSize().x > 900;
      return covers ? legend.offsetLeft + legend.offsetWidth + 14 : 0;
    };
    scene.sheet = function (box) {
      card.textContent = '';
      card.appendChild(box);
      ui.panel('card');
    };
    scene.unsheet = function () {
      var open = page.getAttribute('data-panel') === 'card';
      if (open) { ui.panel(''); card.textContent = ''; }
      return open;
    };
    var side = geomap.el('aside', 'gm-side', null, page);
    var tabs = geomap.el('div', 'gm-tabs', null, side);
    ui.reports = panel(ui, side, 'reports', 'gm-side-panel');
    ui.layers = panel(ui, side, 'layers', 'gm-side-panel');
    var foot = geomap.el('footer', 'gm-foot', null, page);
    footer(panel(ui, foot, 'about', 'gm-about'), meta);
    var status = geomap.el('p', 'gm-status', '', page);
    status.setAttribute('role', 'status');
    ui.announce = function (text) { if (status.textContent !== text) { status.textContent = text; } };

    var nav = geomap.el('nav', 'gm-nav', null, page);
    var buttons = [];
    function opener(parent, name) {
      var button = geomap.button('gm-tab', geomap.t(name), parent, function () {
        var wide = !ui.narrow();
        ui.panel(!wide && page.getAttribute('data-panel') === name ? '' : name);
      });
      button.setAttribute('aria-controls', 'gm-panel-' + name);
      buttons.push([button, name]);
      return button;
    }
    ui.panel = function (name) {
      page.setAttribute('data-panel', name);
      if (name === 'reports' || name === 'layers') { page.setAttribute('data-side', name); }
      buttons.forEach(function (pair) {
        var open = pair[1] === (ui.narrow() ? name : page.getAttribute('data-side'));
        pair[0].setAttribute('aria-expanded', String(open));
      });
      var opened = name && name !== 'card' && ui.narrow() && document.getElementById('gm-panel-' + name);
      if (opened) { opened.querySelector('.gm-close').focus(); }
    };
    var tabReports = opener(tabs, 'reports');
    opener(tabs, 'layers');
    ['legend', 'layers', 'reports', 'about'].forEach(function (name) { opener(nav, name); });
    page.setAttribute('data-side', 'reports');
    ui.panel('');
    document.addEventListener('keydown', function (event) {
      if (event.key === 'Escape' && ui.narrow()) { ui.closed(page.getAttribute('data-panel')); }
    });
    [corner, ui.legend.parentNode, card.parentNode].forEach(function (box) {
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
    });

    var soon = null;
    function fill() {
      soon = null;
      geomap.fillLegend(ui);
      geomap.fillReports(ui);
      tabReports.textContent = geomap.t('reports') + ' (' + geomap.number(ui.countOn) + ')';
    }
    function later() { if (!soon) { soon = setTimeout(fill, 0); } }
    map.on('geomapchange', later);
    map.on('moveend', function () { setTimeout(function () { geomap.fillLegend(ui); }, 0); });
    map.on('layeradd layerremove', function (event) {
      ui.entries.forEach(function (item) {
        if (item.object !== event.layer) { return; }
        later();
        if (item.box) { item.box.checked = map.hasLayer(item.object); }
      });
    });
    document.addEventListener('geomaptheme', function () {
      Object.keys(scene.surfaces).forEach(function (name) { scene.surfaces[name].soon(); });
      geomap.fillLayers(ui);
      fill();
    });
    map.on('geomaplocator', function () { if (!corner.firstChild) { geomap.locator(scene, corner); } });

    function fit() {
      var left = ui.narrow() || window.matchMedia('print').matches ? 16 : Math.min(250, main.clientWidth * 0.22);
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
    window.matchMedia('print').addEventListener('change', function () {
      map.invalidateSize({ animate: false });
      fit();
    });
    function settle() {
      geomap.fillLayers(ui);
      fill();
      if (scene.surfaces.events) { scene.surfaces.events.paint(); }
      ['areas', 'names'].forEach(function (name) { if (scene.surfaces[name]) { scene.surfaces[name].paint(); } });
      document.documentElement.setAttribute('data-geomap', 'ready');
    }
    var count = -1;
    function ready() {
      if (scene.pending.length === count) { return settle(); }
      count = scene.pending.length;
      return Promise.all(scene.pending).then(ready);
    }
    ready().catch(function (error) {
      document.documentElement.setAttribute('data-geomap', 'failed');
      var text = typeof DecompressionStream === 'undefined' ? geomap.t('old_browser') : String(error);
      geomap.el('p', 'gm-failed', text, main);
    });
    window.addEventListener('resize', function () { ui.panel(page.getAttribute('data-panel') || ''); });
    return ui;
  };
})();
