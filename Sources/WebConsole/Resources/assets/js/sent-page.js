// The page /console/sent: shows what is kept and sent in the element `#sent`.

import { showSentPage } from "./sent.js";

const place = document.querySelector("#sent");
if (place) showSentPage(place);
