"use strict";

// Nothing is asked of other hosts: no validator badge, no remote schema.
const place = document.getElementById("swagger-ui");
window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    validatorUrl: null,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    tryItOutEnabled: true,
});
