/* Stands in for jQuery where folium uses it: $('<div …>')[0] and $(document).ready(f). */
window.$ = window.$ || function (what) {
  if (typeof what !== 'string') { return { ready: function (action) { action(); } }; }
  var template = document.createElement('template');
  template.innerHTML = what.trim();
  return [template.content.firstElementChild];
};
