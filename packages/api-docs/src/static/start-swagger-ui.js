SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
  // An API key is forgotten with the page.
  persistAuthorization: false,
  // No third party sees this document, and no query parameter puts another one in its place.
  validatorUrl: null,
  queryConfigEnabled: false,
});
