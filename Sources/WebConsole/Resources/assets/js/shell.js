// A page that needs nothing beyond what every page does.
export {};
