// Starts the page that reviews.
export {};
