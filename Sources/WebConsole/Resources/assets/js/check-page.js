// The check: what a planned activity would endanger, computed on this node.
import { startCheck } from "./check.js";

void startCheck(document.getElementById("check"));
