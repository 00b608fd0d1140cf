/* The signs: shape by type, fill by what is known, colour by whose word it is. */
(() => {
  'use strict';
  var geomap = window.geomap;

  function polygon(points) {
    return (c, r) => {
      points.forEach((p, i) => { c[i ? 'lineTo' : 'moveTo'](p[0] * r, p[1] * r); });
      c.closePath();
    };
  }
  function star(spikes, inner, turn) {
    var points = [];
    for (var i = 0; i < spikes * 2; i++) {
      var angle = Math.PI * i / spikes - Math.PI / 2 + (turn || 0);
      var reach = i % 2 ? inner : 1.12;
      points.push([Math.cos(angle) * reach, Math.sin(angle) * reach]);
    }
    return polygon(points);
  }
  function regular(sides, turn) { return star(sides / 2, 1.12, turn); }
  function circle(c, r) { c.moveTo(r, 0); c.arc(0, 0, r, 0, 2 * Math.PI); c.closePath(); }

  var a = 0.36;
  var SHAPES = {
    control_change: polygon([[-0.92, -0.92], [0.92, -0.92], [0.92, 0.92], [-0.92, 0.92]]),
    ground_fighting: star(4, 0.46),
    air_strike: polygon([[0, 1.1], [1.08, -0.82], [-1.08, -0.82]]),
    drone_strike: polygon([[0, -1.1], [1.08, 0.82], [-1.08, 0.82]]),
    shelling: regular(6, 0),
    strike: star(8, 0.66),
    casualties: polygon([[-a, -1.05], [a, -1.05], [a, -a], [1.05, -a], [1.05, a], [a, a], [a, 1.05], [-a, 1.05], [-a, a],
      [-1.05, a], [-1.05, -a], [-a, -a]]),
    infrastructure: polygon([[0, -1.1], [1.05, -0.2], [0.7, 0.95], [-0.7, 0.95], [-1.05, -0.2]]),
    deployment: polygon([[0, -1.18], [1.18, 0], [0, 1.18], [-1.18, 0]]),
    evacuation: polygon([[-1.05, -0.45], [0.1, -0.45], [0.1, -1.05], [1.15, 0], [0.1, 1.05], [0.1, 0.45], [-1.05, 0.45]]),
    other: circle
  };
  geomap.hasShape = type => Object.hasOwn(SHAPES, type);

  geomap.sideColour = side => Object.hasOwn(geomap.colours, side) ? geomap.colours[side] : geomap.colours.unknown;

  /** Draw one sign centred at the origin. */
  geomap.sign = (c, type, status, colour, r) => {
    var path = geomap.hasShape(type) ? SHAPES[type] : SHAPES.other;
    var paper = geomap.theme('symbol');
    function trace() { c.beginPath(); path(c, r); }
    c.lineJoin = 'round';
    c.setLineDash([]);
    trace();
    c.strokeStyle = paper;
    c.lineWidth = 4.5;
    c.stroke();
    trace();
    c.fillStyle = status === 'confirmed' || status === 'admitted' ? colour : paper;
    c.fill();
    c.save();
    trace();
    c.clip();
    if (status === 'claimed') {
      c.strokeStyle = colour;
      c.globalAlpha = 0.75;
      c.lineWidth = 1;
      c.beginPath();
      for (var d = -2 * r; d <= 2 * r; d += 3.2) { c.moveTo(d - 1.3 * r, 1.3 * r); c.lineTo(d + 1.3 * r, -1.3 * r); }
      c.stroke();
    } else if (status === 'reported') {
      c.globalAlpha = 0.42;
      c.fillStyle = colour;
      c.fillRect(-2 * r, -2 * r, 4 * r, 4 * r);
    } else if (status === 'disputed') {
      c.fillStyle = colour;
      c.fillRect(-2 * r, -2 * r, 2 * r, 4 * r);
    }
    c.restore();
    if (status === 'admitted') {
      c.beginPath();
      c.arc(0, 0, r * 0.36, 0, 2 * Math.PI);
      c.fillStyle = paper;
      c.fill();
    }
    trace();
    c.strokeStyle = colour;
    c.lineWidth = status === 'unknown' ? 1 : 1.7;
    if (status === 'claimed') { c.setLineDash([3, 1.8]); }
    if (status === 'denied') { c.setLineDash([1.4, 1.6]); }
    c.stroke();
    c.setLineDash([]);
    if (status === 'denied') {
      c.beginPath();
      c.moveTo(-1.25 * r, 1.25 * r);
      c.lineTo(1.25 * r, -1.25 * r);
      c.stroke();
    }
  };

  /** Draw the mark of an uncertain place at the origin. */
  geomap.doubt = (c, r) => {
    c.beginPath();
    c.arc(0, 0, r + 4.5, 0, 2 * Math.PI);
    c.strokeStyle = geomap.theme('ink');
    c.lineWidth = 1.2;
    c.setLineDash([2, 2.4]);
    c.stroke();
    c.setLineDash([]);
    c.beginPath();
    c.arc(r + 2.5, -r - 2.5, 6, 0, 2 * Math.PI);
    c.fillStyle = geomap.theme('ink');
    c.fill();
    c.fillStyle = geomap.theme('paper');
    c.font = '700 9px system-ui, sans-serif';
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText('?', r + 2.5, -r - 2.2);
  };

  var sprites = {};
  geomap.on(document, 'geomaptheme', () => { sprites = {}; });

  /** A sign as a picture, drawn once. */
  geomap.sprite = (type, status, colour, r, doubt) => {
    var key = [type, status, colour, r, doubt].join('|');
    if (!sprites[key]) {
      var half = r + 12;
      var canvas = document.createElement('canvas');
      var ratio = Math.min(window.devicePixelRatio || 1, 2);
      canvas.width = canvas.height = 2 * half * ratio;
      var c = canvas.getContext('2d');
      c.scale(ratio, ratio);
      c.translate(half, half);
      geomap.sign(c, type, status, colour, r);
      if (doubt) { geomap.doubt(c, r); }
      sprites[key] = { canvas, half };
    }
    return sprites[key];
  };

  var tiles = {};
  geomap.on(document, 'geomaptheme', () => { tiles = {}; });

  /** A hatch or dot pattern in a colour. */
  geomap.pattern = (c, kind, colour, alpha) => {
    var key = kind + colour + alpha;
    if (!tiles[key]) {
      var size = kind === 'dots' ? 6 : 8;
      var ratio = 2;
      var canvas = document.createElement('canvas');
      canvas.width = canvas.height = size * ratio;
      var p = canvas.getContext('2d');
      p.scale(ratio, ratio);
      p.globalAlpha = alpha;
      p.strokeStyle = p.fillStyle = colour;
      p.lineWidth = 1.5;
      p.lineCap = 'square';
      p.beginPath();
      if (kind === 'hatch' || kind === 'cross') {
        p.moveTo(-2, 2); p.lineTo(2, -2); p.moveTo(0, size); p.lineTo(size, 0);
        p.moveTo(size - 2, size + 2); p.lineTo(size + 2, size - 2);
      }
      if (kind === 'back' || kind === 'cross') {
        p.moveTo(-2, size - 2); p.lineTo(2, size + 2); p.moveTo(0, 0); p.lineTo(size, size);
        p.moveTo(size - 2, -2); p.lineTo(size + 2, 2);
      }
      if (kind === 'dots') { p.arc(1.5, 1.5, 1.1, 0, 7); p.moveTo(5.6, 4.5); p.arc(4.5, 4.5, 1.1, 0, 7); p.fill(); } else { p.stroke(); }
      tiles[key] = canvas;
    }
    var pattern = c.createPattern(tiles[key], 'repeat');
    pattern.setTransform(new DOMMatrix().scale(0.5));
    return pattern;
  };

  /** How an area of a style is filled and outlined. */
  geomap.areaStyle = (c, style) => {
    var colour = style.colour || geomap.sideColour(style.side);
    switch (style.kind) {
      case 'confirmed': return { fill: colour, alpha: 0.28, line: colour, width: 1.4, dash: [] };
      case 'inferred': return { fill: colour, alpha: 0.13, line: colour, width: 0.7, dash: [1, 2.5] };
      case 'stale': return { fill: colour, alpha: 0.12, pattern: geomap.pattern(c, 'dots', colour, 0.35), line: colour, width: 1, dash: [1.5, 3] };
      case 'claimed': return { pattern: geomap.pattern(c, 'hatch', colour, 0.8), line: colour, width: 1.7, dash: [6, 4] };
      case 'contested': return { pattern: geomap.pattern(c, 'cross', geomap.colours.contested, 0.42), line: geomap.colours.contested, width: 1.1, dash: [2, 3] };
      case 'band': return { fill: geomap.theme('band'), alpha: 0.3, dash: [] };
      case 'front': return { line: geomap.theme('front'), width: 2.6, dash: [], open: true, halo: true };
      case 'differs': return { pattern: geomap.pattern(c, 'dots', geomap.theme('sample'), 0.75), dash: [] };
      case 'front_after': return { line: geomap.theme('front'), width: 2.6, dash: [], open: true, halo: true };
      case 'front_before': return { line: geomap.theme('front'), width: 1.8, dash: [2, 4], open: true, halo: true };
      case 'gained': return { fill: geomap.sideColour('RU'), alpha: 0.5, pattern: geomap.pattern(c, 'dots', geomap.theme('front'), 0.5), line: geomap.sideColour('RU'), width: 1.4, dash: [] };
      case 'lost': return { fill: geomap.sideColour('UA'), alpha: 0.45, pattern: geomap.pattern(c, 'back', geomap.theme('front'), 0.4), line: geomap.sideColour('UA'), width: 1.4, dash: [] };
      // Grey: a report from somewhere in a region is nobody's claim to its ground.
      case 'region': colour = geomap.sideColour('unknown'); return { fill: colour, alpha: 0.07, pattern: geomap.pattern(c, 'back', colour, 0.2), line: colour, width: 1.3, dash: [7, 4, 1.5, 4] };
      default: return {
        fill: style.hatch ? null : colour, alpha: style.fill, pattern: style.hatch ? geomap.pattern(c, 'hatch', colour, 0.6) : null,
        line: colour, width: style.width, dash: style.dash ? [6, 4] : [], open: style.open
      };
    }
  };

  /** A small picture of a style or sign, for legends and lists. */
  geomap.swatch = (spec, width, height) => {
    var canvas = document.createElement('canvas');
    var ratio = 2;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    canvas.className = 'gm-swatch';
    canvas.setAttribute('aria-hidden', 'true');
    var c = canvas.getContext('2d');
    c.scale(ratio, ratio);
    if (spec.style) {
      var style = geomap.areaStyle(c, spec.style);
      c.beginPath();
      if (style.open) { c.moveTo(2, height * 0.7); c.quadraticCurveTo(width / 2, 0, width - 2, height * 0.5); } else { c.rect(1.5, 1.5, width - 3, height - 3); }
      geomap.fillStroke(c, style);
    } else if (spec.disc) {
      c.beginPath();
      c.arc(width / 2, height / 2, height / 2 - 1.5, 0, 7);
      geomap.discStyle(c, spec.colour || geomap.theme('ink'));
    } else if (spec.several) {
      geomap.bubble(c, width / 2, height / 2, 9);
    } else {
      c.translate(width / 2, height / 2);
      geomap.sign(c, spec.type, spec.status, spec.colour, 6);
      if (spec.doubt) { geomap.doubt(c, 5); }
    }
    return canvas;
  };

  geomap.fillStroke = (c, style) => {
    if (style.fill && !style.open) {
      c.globalAlpha = style.alpha;
      c.fillStyle = style.fill;
      c.fill('evenodd');
      c.globalAlpha = 1;
    }
    if (style.pattern && !style.open) { c.fillStyle = style.pattern; c.fill('evenodd'); }
    c.lineJoin = c.lineCap = 'round';
    if (style.halo) { c.strokeStyle = geomap.theme('land'); c.lineWidth = style.width + 3; c.stroke(); }
    if (style.line) {
      c.lineCap = style.dash.length ? 'butt' : 'round';
      c.setLineDash(style.dash);
      c.strokeStyle = style.line;
      c.lineWidth = style.width;
      c.stroke();
      c.setLineDash([]);
    }
  };

  geomap.discStyle = (c, colour) => {
    c.fillStyle = colour;
    c.globalAlpha = 0.09;
    c.fill();
    c.globalAlpha = 0.9;
    c.strokeStyle = colour;
    c.lineWidth = 1.2;
    c.setLineDash([4, 3.5]);
    c.stroke();
    c.setLineDash([]);
    c.globalAlpha = 1;
  };
})();
