// The picture: the map over the whole page.
import { startMap } from "./map/map.js";

void startMap(document.getElementById("map"), { mode: "view" });
