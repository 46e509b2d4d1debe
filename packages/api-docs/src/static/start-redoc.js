Redoc.init(
  'openapi.json',
  {
    expandResponses: '200,201,202',
    sortRequiredPropsFirst: true,
    theme: {
      colors: { primary: { main: '#176b87' } },
      typography: {
        fontFamily: 'system-ui, sans-serif',
        headings: { fontFamily: 'system-ui, sans-serif' },
      },
    },
  },
  document.getElementById('docs'),
);
