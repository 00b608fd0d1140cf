/* Canvases over the map, one per storey, and what is drawn on each. */
(function () {
  'use strict';
  var geomap = window.geomap;

  var STOREYS = { base: 210, areas: 350, names: 390, events: 450 };

  /** A canvas that follows the map as Leaflet's own renderers do. */
  geomap.Surface = L.Renderer.extend({
    options: { padding: 0.12 },

    initialize(storey) {
      L.Util.setOptions(this, { pane: 'gm-' + storey });
      L.Util.stamp(this);
      this._layers = {};
      this.painters = [];
    },

    _initContainer() {
      var canvas = this._container = document.createElement('canvas');
      canvas.className = 'gm-canvas';
      canvas.setAttribute('aria-hidden', 'true');
      this.context = canvas.getContext('2d');
    },

    _destroyContainer() { this._container.remove(); this._container = null; },
    _updatePaths() {},

    _update() {
      if (this._map._animatingZoom && this._bounds) { return; }
      L.Renderer.prototype._update.call(this);
      var bounds = this._bounds;
      var size = bounds.getSize();
      var ratio = Math.min(window.devicePixelRatio || 1, 2);
      var canvas = this._container;
      L.DomUtil.setPosition(canvas, bounds.min);
      canvas.width = ratio * size.x;
      canvas.height = ratio * size.y;
      canvas.style.width = size.x + 'px';
      canvas.style.height = size.y + 'px';
      this.ratio = ratio;
      this.paint();
    },

    paint() {
      if (!this._map || !this._bounds) { return; }
      this._waiting = null;
      var zoom = this._map.getZoom();
      var origin = this._map.getPixelOrigin();
      var min = this._bounds.min;
      var size = this._bounds.getSize();
      var scale = 256 * Math.pow(2, zoom);
      var left = origin.x + min.x;
      var top = origin.y + min.y;
      var view = {
        context: this.context, zoom, scale, left, top, width: size.x, height: size.y,
        inner: { left: -min.x - this._map._getMapPanePos().x, top: -min.y - this._map._getMapPanePos().y, size: this._map.getSize() },
        west: left / scale, east: (left + size.x) / scale, north: top / scale, south: (top + size.y) / scale
      };
      this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      this.context.clearRect(0, 0, size.x, size.y);
      var all = () => this.painters.forEach(painter => {
        this.context.save();
        painter.paint(view);
        this.context.restore();
      });
      if (this.split && geomap.swiping(this.scene)) { geomap.halves(this.scene, view, all); } else { all(); }
    },

    /** Paint before the next frame, once however often asked. */
    soon() {
      if (!this._waiting && this._map) { this._waiting = L.Util.requestAnimFrame(this.paint, this); }
    }
  });

  /** Everything geomap keeps for one map. */
  geomap.scene = map => {
    if (map._geomap) { return map._geomap; }
    var scene = map._geomap = { map, surfaces: {}, stores: [], shapes: [], pending: [], discs: false, compare: null, split: null };
    geomap.sieves(scene);
    scene.surface = storey => {
      if (!scene.surfaces[storey]) {
        map.createPane('gm-' + storey).style.zIndex = STOREYS[storey];
        map.getPane('gm-' + storey).style.pointerEvents = 'none';
        var surface = scene.surfaces[storey] = new geomap.Surface(storey);
        surface.scene = scene;
        surface.split = storey === 'areas' || storey === 'events';
        map.addLayer(scene.surfaces[storey]);
      }
      return scene.surfaces[storey];
    };
    /** Paint again and tell the panels; `step` when only the slider moved. */
    scene.refresh = step => {
      if (step) { scene.retime(); }
      Object.keys(scene.surfaces).forEach(name => { if (name !== 'base') { scene.surfaces[name].soon(); } });
      map.fire('geomapchange', { step: Boolean(step) });
    };
    scene.wait = promise => { scene.pending.push(promise); return promise; };
    scene.add = (storey, painter) => {
      var painters = scene.surface(storey).painters;
      if (painters.indexOf(painter) < 0) {
        painters.push(painter);
        painters.sort((a, b) => (a.order || 0) - (b.order || 0));
      }
      scene.surface(storey).soon();
    };
    scene.remove = (storey, painter) => {
      var painters = scene.surface(storey).painters;
      var at = painters.indexOf(painter);
      if (at >= 0) { painters.splice(at, 1); }
      scene.surface(storey).soon();
    };
    geomap.listen(scene);
    return scene;
  };

  /** A colour of the page's theme. */
  var cache = {};
  var computed = null;
  geomap.theme = name => {
    if (!cache[name]) {
      computed = computed || getComputedStyle(document.documentElement);
      cache[name] = computed.getPropertyValue('--gm-' + name).trim() || '#888888';
    }
    return cache[name];
  };
  if (window.matchMedia) {
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      cache = {};
      computed = null;
      document.dispatchEvent(new Event('geomaptheme'));
    });
  }

  /** A layer that only tells others that it is on or off. */
  geomap.Switch = L.Layer.extend({
    initialize(turn) { this._turn = turn; },
    onAdd(map) { this._turn(geomap.scene(map), true); },
    onRemove(map) { this._turn(geomap.scene(map), false); }
  });
})();
