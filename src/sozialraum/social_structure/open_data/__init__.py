"""Open data: what of the published runs and released figures everybody may take along, and under which licence."""
