/* Words, elements and payloads. Text from outside only ever becomes a text node. */
(() => {
  'use strict';
  var geomap = window.geomap = window.geomap || {};
  geomap.words = geomap.words || {};
  geomap.lang = geomap.lang || 'en';
  geomap.colours = { UA: '#0072B2', RU: '#D55E00', neutral: '#4D4D4D', unknown: '#767676', contested: '#A0527F' };

  // Control, bidirectional and invisible characters, which can make a text look like another one.
  var ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

  /** Return the text with odd characters spelt out, such as [U+202E]. */
  geomap.show = value => {
    return String(value === undefined || value === null ? '' : value).replace(ODD, found => '[U+' + found.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + ']');
  };

  /** The same for a label on the map, cut to what fits there. */
  geomap.brief = value => {
    var text = geomap.show(value);
    return text.length > 40 ? text.slice(0, 39) + '…' : text;
  };

  /** Choose the language of interface and names. */
  geomap.speak = lang => {
    var known = Object.hasOwn(geomap.tongues, lang) ? lang : 'en';
    geomap.lang = known;
    geomap.words = geomap.tongues[known] || {};
    document.documentElement.lang = known;
  };
  geomap.tongues = {};

  /** Return an interface text, its {holes} filled. */
  geomap.t = (key, holes) => {
    var words = geomap.words;
    var text = Object.hasOwn(words, key) ? words[key] : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => holes && Object.hasOwn(holes, name) ? geomap.show(holes[name]) : whole);
  };

  /** Return the interface text for prefix + value, or the value itself when the interface knows none. */
  geomap.term = (prefix, value) => {
    var words = geomap.words;
    var key = prefix + value;
    return Object.hasOwn(words, key) ? words[key] : value || geomap.t('none');
  };

  /** Make an element; `text` becomes its text content. */
  geomap.el = (tag, className, text, parent) => {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text !== undefined && text !== null) { element.textContent = geomap.show(text); }
    parent?.appendChild(element);
    return element;
  };

  /** Like el, for text from outside: isolated from the writing direction of its surroundings. */
  geomap.said = (tag, className, text, parent) => {
    var element = geomap.el(tag, (className || '') + ' gm-said', text, parent);
    element.setAttribute('dir', 'auto');
    return element;
  };

  /** Return the address when it is http or https and holds no user name, else null. */
  geomap.webAddress = value => {
    var address;
    try { address = new URL(String(value).trim()); } catch (error) { return null; }
    var web = address.protocol === 'http:' || address.protocol === 'https:';
    return web && !address.username && !address.password ? address : null;
  };

  /** Append a link, or plain text when the address is not of the web. */
  geomap.link = (text, url, parent) => {
    var address = geomap.webAddress(url);
    var label = text || url || '';
    if (!address) { return geomap.said('span', '', label, parent); }
    var anchor = geomap.said('a', 'gm-link', label, parent);
    anchor.setAttribute('href', address.href);
    anchor.setAttribute('rel', 'noopener noreferrer');
    anchor.setAttribute('target', '_blank');
    anchor.setAttribute('title', geomap.t('host', { host: address.hostname }));
    return anchor;
  };

  geomap.button = (className, text, parent, action) => {
    var button = geomap.el('button', className, text, parent);
    button.setAttribute('type', 'button');
    geomap.on(button, 'click', action);
    return button;
  };

  geomap.on = (target, name, action) => { target.addEventListener(name, action); };

  /** Name an element for those who do not see it. */
  geomap.label = (element, key) => { element.setAttribute('aria-label', geomap.t(key)); };

  /** Bytes of a data block of the page. */
  geomap.bytes = id => {
    var block = document.getElementById(id);
    var text = block ? block.textContent.trim() : '';
    if (Uint8Array.fromBase64) { return Uint8Array.fromBase64(text); }
    var binary = atob(text);
    var bytes = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i++) { bytes[i] = binary.charCodeAt(i); }
    return bytes;
  };

  geomap.plain = id => JSON.parse(new TextDecoder().decode(geomap.bytes(id)));

  geomap.inflate = id => {
    // Written whole: a stream of a blob brings pieces, which takes half as long again.
    var pipe = new DecompressionStream('gzip');
    var writer = pipe.writable.getWriter();
    var lost = () => {};  // The reader is told of it.
    writer.write(geomap.bytes(id)).catch(lost);
    writer.close().catch(lost);
    return new Response(pipe.readable).arrayBuffer();
  };

  geomap.json = id => geomap.inflate(id).then(buffer => JSON.parse(new TextDecoder().decode(buffer)));

  var ARRAYS = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i2: Int16Array, i4: Int32Array, f4: Float32Array };

  /** Turn byte planes of folded differences back into values. */
  function undo(planes, array) {
    var n = array.length;
    for (var i = 0, value = 0; i < n; i++) {
      var folded = planes[i] | planes[n + i] << 8 | planes[2 * n + i] << 16 | planes[3 * n + i] << 24;
      value = (value + ((folded >>> 1) ^ -(folded & 1))) | 0;
      array[i] = value;
    }
    return array;
  }

  /** Decode a columnar payload (see codec.py): its header, with typed arrays in `columns`. */
  geomap.columns = id => geomap.inflate(id).then(buffer => {
    var size = new DataView(buffer).getUint32(0, true);
    var header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    var columns = {};
    Object.keys(header.columns).forEach(name => {
      var spec = header.columns[name];
      var at = 4 + size + spec[1];
      columns[name] = spec[3] ? undo(new Uint8Array(buffer, at, 4 * spec[2]), new ARRAYS[spec[0]](spec[2]))
        : new ARRAYS[spec[0]](buffer, at, spec[2]);
    });
    header.columns = columns;
    return header;
  });

  var UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

  /** A text column (see codec.py), turned into strings where it is read. */
  function told(bytes, codes, lengths) {
    var known = [];
    var ends = new Uint32Array(lengths);
    for (var i = 1; i < ends.length; i++) { ends[i] += ends[i - 1] + 1; }
    var read = (k, to) => UTF8.decode(bytes.subarray(k && ends[k - 1] + 1, ends[to]));
    return {
      codes,
      at(row) {
        if (!codes) { return read(row, row); }
        var k = codes[row];
        return k in known ? known[k] : known[k] = read(k, k);
      },
      /** Which of the different texts hold a word in small letters: 64 are read at once, each only where it occurs. */
      hold(word) {
        var near;
        return new Uint8Array(ends.length).map((_, k) => {
          if (k % 64 === 0) { near = read(k, Math.min(k + 64, ends.length) - 1).toLowerCase().includes(word); }
          return near && read(k, k).toLowerCase().includes(word);
        });
      }
    };
  }

  /** Decode a payload of texts: its header, with a column by name in `columns`. */
  geomap.texts = id => geomap.columns(id).then(data => {
    // Names come from outside: one such as __proto__ must be no more than a name.
    var columns = Object.create(null);
    data.texts.forEach((name, k) => {
      columns[name] = told(data.columns['bytes' + k], data.columns['codes' + k], data.columns['lengths' + k]);
    });
    data.columns = columns;
    return data;
  });

  // Web Mercator of the unit square: multiplied by 256 · 2^zoom it gives pixels.
  geomap.worldX = lon => lon / 360 + 0.5;
  geomap.worldY = lat => {
    var sine = Math.sin(lat * Math.PI / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  };

  /** Turn degrees times `scale` into world coordinates. */
  geomap.project = (xs, ys, scale) => {
    var x = new Float64Array(xs.length);
    var y = new Float64Array(ys.length);
    for (var i = 0; i < xs.length; i++) {
      x[i] = geomap.worldX(xs[i] / scale);
      y[i] = geomap.worldY(ys[i] / scale);
    }
    return { x, y };
  };

  /** Shapes of a payload in world coordinates, whether stored plainly or as runs through a pool (see runs.py). */
  geomap.shapes = (columns, prefix, scale) => {
    if (!columns[prefix + '_pool_x']) {
      var plain = geomap.project(columns[prefix + '_x'], columns[prefix + '_y'], scale);
      return { x: plain.x, y: plain.y, rings: columns[prefix + '_rings'], features: columns[prefix + '_features'] };
    }
    var folded = geomap.folded(columns, prefix, scale);
    return geomap.unfold(folded, 0, folded.features.length - 1);
  };

  /** Folded shapes, ready to be unfolded in part: where each ring's runs begin. */
  geomap.folded = (columns, prefix, scale) => {
    var runs = columns[prefix + '_runs'];
    var at = new Uint32Array(runs.length + 1);
    for (var r = 0; r < runs.length; r++) { at[r + 1] = at[r] + runs[r]; }
    var pool = scale ? geomap.project(columns[prefix + '_pool_x'], columns[prefix + '_pool_y'], scale)
      : { x: columns[prefix + '_pool_x'], y: columns[prefix + '_pool_y'] };
    return { x: pool.x, y: pool.y, run: columns[prefix + '_run'], length: columns[prefix + '_length'], at, features: columns[prefix + '_features'] };
  };

  /** Features `from` to `to` (not included) with their coordinates. */
  geomap.unfold = (folded, from, to) => {
    var first = folded.features[from];
    var last = folded.features[to];
    var rings = new Uint32Array(last - first + 1);
    var n = 0;
    for (var r = first; r < last; r++) {
      for (var k = folded.at[r]; k < folded.at[r + 1]; k++) { n += Math.abs(folded.length[k]); }
      rings[r - first + 1] = n;
    }
    var x = new folded.x.constructor(n);
    var y = new folded.x.constructor(n);
    var i = 0;
    for (k = folded.at[first]; k < folded.at[last]; k++) {
      var step = folded.length[k] < 0 ? -1 : 1;
      for (var left = Math.abs(folded.length[k]), p = folded.run[k]; left > 0; left--, p += step, i++) {
        x[i] = folded.x[p];
        y[i] = folded.y[p];
      }
    }
    return { x, y, rings, features: folded.features.slice(from, to + 1).map(ring => ring - first) };
  };

  var DAY = 86400000;
  geomap.NO_DAY = -2147483648;

  /** Write a day number, an ISO date or any text as a reader expects a date. */
  geomap.date = (value, form) => {
    var time = typeof value === 'number' ? value * DAY : /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : NaN;
    if (isNaN(time)) { return String(value); }
    var spec = form === 'month' ? { month: 'long', year: 'numeric' }
      : form === 'year' ? { year: 'numeric' }
        : { day: 'numeric', month: form === 'short' ? 'short' : 'long', year: 'numeric' };
    spec.timeZone = 'UTC';
    try {
      return new Intl.DateTimeFormat(geomap.lang === 'en' ? 'en-GB' : geomap.lang, spec).format(new Date(time));
    } catch (error) { return String(value); }
  };

  /** Two days as one phrase, such as 20–27 December 2024. */
  geomap.span = (start, end, form) => {
    var spec = { day: 'numeric', month: form === 'short' ? 'short' : 'long', year: 'numeric', timeZone: 'UTC' };
    try {
      var format = new Intl.DateTimeFormat(geomap.lang === 'en' ? 'en-GB' : geomap.lang, spec);
      return format.formatRange(new Date(start * DAY), new Date(end * DAY));
    } catch (error) { return geomap.date(start, form) + ' – ' + geomap.date(end, form); }
  };

  geomap.number = (value, digits) => Number(value).toLocaleString(geomap.lang === 'en' ? 'en-GB' : geomap.lang, { maximumFractionDigits: digits || 0 });
})();
