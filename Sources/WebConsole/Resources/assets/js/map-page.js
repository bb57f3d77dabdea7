// The picture: the map over the whole page. `?engine=leaflet` or `gl` draws with that one.
import { startMap } from "./map/map.js";

const asked = new URLSearchParams(location.search).get("engine");
void startMap(document.getElementById("map"), { mode: "view", engine: ["gl", "leaflet"].includes(asked) ? asked : null });
