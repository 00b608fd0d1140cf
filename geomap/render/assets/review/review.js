/* Review of draft events. All text from outside becomes text nodes; nothing is sent anywhere. */
(function () {
  'use strict';
  var raw = atob(document.getElementById('gm-review').textContent);
  var bytes = Uint8Array.from(raw, function (char) { return char.charCodeAt(0); });
  var data = JSON.parse(new TextDecoder().decode(bytes));
  var chars = Array.from(data.text);
  var drafts = data.drafts;
  var current = 0;
  var state = drafts.map(function () { return { decision: '', pick: -1, edits: {}, note: '' }; });
  var FIELDS = ['place', 'region', 'event_type', 'date_start', 'date_end', 'claimant', 'claimant_side', 'claim_status', 'count_low', 'count_high', 'count_of'];
  var ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

  function show(value) {
    return String(value === undefined || value === null ? '' : value).replace(ODD, function (found) {
      return '[U+' + found.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + ']';
    });
  }
  function el(tag, name, text, parent) {
    var made = document.createElement(tag);
    if (name) { made.className = name; }
    if (text !== undefined && text !== null) { made.textContent = show(text); }
    if (parent) { parent.appendChild(made); }
    return made;
  }
  function said(tag, name, text, parent) {
    var made = el(tag, name, text, parent);
    made.setAttribute('dir', 'auto');
    return made;
  }
  function slice(start, end) { return chars.slice(start, end).join(''); }

  var root = document.getElementById('gm-root');
  var head = el('header', 'head', null, root);
  said('h1', '', data.title, head);
  said('p', 'soft', data.subtitle, head);
  var bar = el('div', 'bar', null, head);
  var count = el('output', 'count', '', bar);
  count.setAttribute('aria-live', 'polite');
  function button(text, keys, action, parent) {
    var made = el('button', '', text, parent);
    made.type = 'button';
    if (keys) { el('kbd', '', keys, made); made.setAttribute('aria-keyshortcuts', keys); }
    made.addEventListener('click', action);
    return made;
  }
  button('Download decisions', 'S', download, bar);
  var help = el('details', 'help', null, bar);
  el('summary', '', 'Keys', help);
  el('p', '', 'J / K or ↓ / ↑: next, previous draft · A: accept · R: reject · U: undecided · 1–9: pick that candidate · 0: the first choice again · E: edit, Esc: leave the form · S: download the decisions', help);

  var main = el('main', 'main', null, root);
  var report = el('section', 'report', null, main);
  report.setAttribute('aria-label', 'Report');
  report.setAttribute('tabindex', '0');
  var side = el('section', 'side', null, main);
  side.setAttribute('aria-label', 'Draft events');

  // The report with its mentions, each a mark with its role.
  var marks = [];
  (function () {
    var body = said('div', 'text', null, report);
    var at = 0;
    data.mentions.forEach(function (mention) {
      if (mention.start < at) { return; }
      body.appendChild(document.createTextNode(show(slice(at, mention.start))));
      var mark = el('mark', 'm-' + (/^[a-z]+$/.test(mention.role) ? mention.role : 'background') + (mention.drawn ? ' drawn' : ''), slice(mention.start, mention.end), body);
      mark.title = show(mention.role + (mention.place ? ': ' + mention.place : ''));
      marks.push({ start: mention.start, end: mention.end, element: mark });
      at = mention.end;
    });
    body.appendChild(document.createTextNode(show(slice(at, chars.length))));
  }());
  var legend = el('p', 'legend', null, report);
  ['event', 'towards', 'origin', 'speaker', 'background'].forEach(function (role) {
    el('mark', 'm-' + role, role, legend);
    legend.appendChild(document.createTextNode(' '));
  });

  var list = el('ol', 'drafts', null, side);
  var cards = drafts.map(function (draft, index) {
    var item = el('li', 'draft', null, list);
    var title = el('button', 'title', null, item);
    title.type = 'button';
    said('span', 'what', (draft.place || '(no place)') + (draft.region ? ', ' + draft.region : ''), title);
    el('span', 'tag', draft.event_type.replace(/_/g, ' ') + ' · ' + draft.claim_status, title);
    el('span', 'verdict', '', title);
    title.addEventListener('click', function () { choose(index); });
    el('div', 'detail', null, item);
    return item;
  });
  if (!drafts.length) { el('p', 'soft', 'No happening was found in this report.', side); }

  function line(parent, name, value) {
    if (!value) { return; }
    var row = el('div', 'row', null, parent);
    el('span', 'name', name, row);
    said('span', 'value', value, row);
  }

  function value(index, name) {
    return Object.prototype.hasOwnProperty.call(state[index].edits, name) ? state[index].edits[name] : drafts[index][name];
  }

  function fill(index) {
    var draft = drafts[index], detail = cards[index].querySelector('.detail');
    detail.replaceChildren();
    said('blockquote', '', draft.quote, detail);
    line(detail, 'Who says so', [draft.claimant, draft.claimant_side, draft.verb].filter(Boolean).join(' · '));
    line(detail, 'Gains by it', draft.favours);
    line(detail, 'When', [draft.date_start, draft.date_end].filter(Boolean).join(' to ') + (draft.date_precision ? ' (' + draft.date_precision + ')' : ''));
    line(detail, 'Numbers', draft.count_text);
    line(detail, 'Place', draft.status + (draft.radius_km ? ', ± ' + draft.radius_km + ' km' : ''));
    var canvas = el('canvas', 'map', null, detail);
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', 'Candidates on a map');
    draw(canvas, draft, chosen(index));
    var choices = el('ul', 'choices', null, detail);
    draft.candidates.forEach(function (candidate, number) {
      var row = el('li', '', null, choices);
      var pick = el('button', chosen(index) === number ? 'chosen' : '', null, row);
      pick.type = 'button';
      pick.setAttribute('aria-pressed', String(chosen(index) === number));
      el('kbd', '', number + 1, pick);
      said('span', '', candidate.label, pick);
      el('span', 'soft', (candidate.probability * 100).toFixed(0) + ' %' + (candidate.lat === null ? ', no coordinates' : ''), pick);
      pick.addEventListener('click', function () { choosePlace(number); });
    });
    var actions = el('div', 'actions', null, detail);
    button('Accept', 'A', function () { decide('accept'); }, actions);
    button('Reject', 'R', function () { decide('reject'); }, actions);
    button('Undecided', 'U', function () { decide(''); }, actions);
    var form = el('details', 'edit', null, detail);
    el('summary', '', 'Edit (E)', form);
    FIELDS.forEach(function (name) {
      var label = el('label', '', name.replace(/_/g, ' '), form);
      var options = data.choices[name];
      var input = el(options ? 'select' : 'input', '', null, label);
      if (options) { options.forEach(function (option) { var made = el('option', '', option || '–', input); made.value = option; }); }
      input.name = name;
      input.value = value(index, name);
      input.addEventListener('change', function () { state[index].edits[name] = input.value; tell(); });
    });
    var note = el('label', '', 'note', form);
    var area = el('input', '', null, note);
    area.name = 'note';
    area.value = state[index].note;
    area.addEventListener('change', function () { state[index].note = area.value; });
    var why = el('details', 'why', null, detail);
    el('summary', '', 'Why this place', why);
    said('p', 'lines', draft.why, why);
  }

  function chosen(index) { return state[index].pick < 0 ? 0 : state[index].pick; }

  // A map of the candidates: outlines and points on a canvas, north up.
  function draw(canvas, draft, picked) {
    var ratio = window.devicePixelRatio || 1, width = 380, height = 230;
    canvas.width = width * ratio; canvas.height = height * ratio;
    var points = draft.candidates.filter(function (c) { return c.lat !== null; });
    if (!points.length) { canvas.classList.add('empty'); return; }
    var lats = points.map(function (c) { return c.lat; }), lons = points.map(function (c) { return c.lon; });
    var south = Math.min.apply(null, lats), north = Math.max.apply(null, lats);
    var west = Math.min.apply(null, lons), east = Math.max.apply(null, lons);
    var middle = (south + north) / 2, squeeze = Math.cos(middle * Math.PI / 180);
    var span = Math.max((north - south) * 1.3, (east - west) * squeeze * 1.3 * height / width, 1.2);
    var scale = height / span, centre = (west + east) / 2;
    function x(lon) { return width / 2 + (lon - centre) * squeeze * scale; }
    function y(lat) { return height / 2 - (lat - middle) * scale; }
    var paint = canvas.getContext('2d');
    var style = getComputedStyle(document.documentElement);
    paint.scale(ratio, ratio);
    paint.fillStyle = style.getPropertyValue('--land'); paint.fillRect(0, 0, width, height);
    paint.strokeStyle = style.getPropertyValue('--border'); paint.lineWidth = 1;
    data.outlines.forEach(function (ring) {
      paint.beginPath();
      for (var i = 0; i < ring.length; i += 2) { paint[i ? 'lineTo' : 'moveTo'](x(ring[i] / 1000), y(ring[i + 1] / 1000)); }
      paint.stroke();
    });
    paint.font = '11px system-ui, sans-serif';
    draft.candidates.forEach(function (candidate, number) {
      if (candidate.lat === null) { return; }
      var here = number === picked;
      paint.beginPath();
      paint.arc(x(candidate.lon), y(candidate.lat), here ? 7 : 5, 0, 7);
      paint.fillStyle = here ? style.getPropertyValue('--pick') : style.getPropertyValue('--other'); paint.fill();
      paint.fillStyle = style.getPropertyValue('--ink');
      paint.fillText(String(number + 1), x(candidate.lon) + 9, y(candidate.lat) + 4);
    });
    paint.fillText((span * 111 / 4).toFixed(0) + ' km', 8, height - 14);
    paint.fillRect(8, height - 9, height / 4, 2);
  }

  function choose(index) {
    if (!drafts.length) { return; }
    current = Math.max(0, Math.min(drafts.length - 1, index));
    cards.forEach(function (card, number) {
      card.classList.toggle('open', number === current);
      card.querySelector('.title').setAttribute('aria-expanded', String(number === current));
      if (number !== current) { card.querySelector('.detail').replaceChildren(); }
    });
    fill(current);
    cards[current].querySelector('.title').focus({ preventScroll: true });
    cards[current].scrollIntoView({ block: 'nearest' });
    var draft = drafts[current], first = null;
    marks.forEach(function (mark) {
      var here = mark.start === draft.mention_start;
      mark.element.classList.toggle('current', here);
      mark.element.classList.toggle('quoted', mark.start >= draft.quote_start && mark.end <= draft.quote_end);
      if (here || (!first && mark.start >= draft.quote_start && mark.end <= draft.quote_end)) { first = mark.element; }
    });
    if (first) { first.scrollIntoView({ block: 'nearest' }); }
    tell();
  }

  function tell() {
    var done = state.filter(function (one) { return one.decision; }).length;
    count.textContent = done + ' of ' + drafts.length + ' decided';
    cards.forEach(function (card, number) {
      card.dataset.decision = state[number].decision;
      card.querySelector('.verdict').textContent = { accept: '✓ accepted', reject: '✗ rejected' }[state[number].decision] || '';
      card.querySelector('.what').textContent = show((value(number, 'place') || '(no place)') + (value(number, 'region') ? ', ' + value(number, 'region') : ''));
    });
  }

  function decide(decision) {
    if (!drafts.length) { return; }
    state[current].decision = decision;
    tell();
    if (decision && current + 1 < drafts.length) { choose(current + 1); } else { choose(current); }
  }

  function choosePlace(number) {
    if (!drafts.length || number >= drafts[current].candidates.length) { return; }
    state[current].pick = number;
    choose(current);
  }

  function cell(text) {
    var plain = String(text === null || text === undefined ? '' : text);
    if (/^[=+\-@\t\r]/.test(plain) && !/^-?\d+(\.\d+)?$/.test(plain)) { plain = "'" + plain; }
    return /[",\n\r]/.test(plain) ? '"' + plain.replace(/"/g, '""') + '"' : plain;
  }

  function table() {
    var columns = ['event_id', 'decision', 'place_id', 'lat', 'lon', 'place_name', 'place_admin'].concat(FIELDS, ['note']);
    var rows = [columns.join(',')];
    drafts.forEach(function (draft, index) {
      var one = state[index];
      var edited = Object.keys(one.edits).length || one.note || one.pick >= 0;
      if (!one.decision && !edited) { return; }
      var place = one.pick >= 0 ? draft.candidates[one.pick] : null;
      var row = [draft.event_id, one.decision || 'accept', place ? place.id : '', place && place.lat !== null ? place.lat : '', place && place.lon !== null ? place.lon : '',
        place ? place.name : '', place ? place.admin : ''];
      FIELDS.forEach(function (name) { row.push(Object.prototype.hasOwnProperty.call(one.edits, name) ? one.edits[name] : ''); });
      row.push(one.note);
      rows.push(row.map(cell).join(','));
    });
    return rows.join('\r\n') + '\r\n';
  }

  function download() {
    var link = document.createElement('a');
    var address = URL.createObjectURL(new Blob(['\ufeff' + table()], { type: 'text/csv' }));
    link.href = address;
    link.download = 'decisions.csv';
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
  }

  document.addEventListener('keydown', function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === 'Escape' && typing) { event.target.blur(); choose(current); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var key = event.key.toLowerCase();
    if (key === 'j' || key === 'arrowdown') { choose(current + 1); }
    else if (key === 'k' || key === 'arrowup') { choose(current - 1); }
    else if (key === 'a') { decide('accept'); }
    else if (key === 'r') { decide('reject'); }
    else if (key === 'u') { decide(''); }
    else if (key === 's') { download(); }
    else if (key === '0') { if (drafts.length) { state[current].pick = -1; choose(current); } }
    else if (/^[1-9]$/.test(key)) { choosePlace(Number(key) - 1); }
    else if (key === 'e') {
      var form = cards.length && cards[current].querySelector('details.edit');
      if (form) { form.open = true; form.querySelector('input, select').focus(); }
    } else { return; }
    event.preventDefault();
  });

  window.geomapReview = { table: table };
  choose(0);
  tell();
  document.documentElement.setAttribute('data-geomap', 'ready');
}());
