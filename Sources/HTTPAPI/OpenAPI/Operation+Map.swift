import Picture

/// What maps show.
extension Operation {
    private static let kinds = MapKind.all.map { "\"\($0.word)\"" }.joined(separator: ",")

    static let map: [String: Operation] = [
        "GET /map": Operation(
            id: "showMap", tag: "records", summary: "What the caller may read of a part of the Earth, at a time",
            text:
                "Every record that may reach into the box is among 'features' or counted in one of 'clusters', once. Larger "
                + "than a cell, or with something amiss, it is shown by itself while there is room. Lines are thinned to "
                + "what can be seen; ask a check whom an activity would endanger. Of a time that is over it is what is "
                + "known now of then.",
            parameters: [
                Parameter(
                    "bbox",
                    #"{"type":"string","pattern":"^-?[0-9]{1,3}([.][0-9]{1,9})?(,-?[0-9]{1,3}([.][0-9]{1,9})?){3}$"}"#,
                    "west,south,east,north in degrees; a west greater than the east crosses the antimeridian. The whole "
                        + "Earth without it."),
                Parameter(
                    "zoom", #"{"type":"integer","minimum":0,"maximum":22,"default":0}"#,
                    "How closely: the Earth is 512 · 2^zoom pixels around, and a cluster's cell 64 of them wide."),
                Parameter("at", schema("Time"), "What holds then; without it, now, by the log's clock."),
                Parameter("until", schema("Time"), "With 'at': what holds at some time from then to before this."),
                Parameter(
                    "kind", #"{"type":"string","maxLength":1000}"#,
                    "Only these kinds, several with commas between them: 'movement', 'hazard', or kinds of site."),
                Parameter(
                    "owner", #"{"type":"string","maxLength":4000}"#,
                    "Only those of these owners; several with commas between them."),
                Parameter(
                    "state", #"{"type":"string","maxLength":200}"#,
                    "Only these states; several with commas between them."),
                Parameter(
                    "limit", #"{"type":"integer","minimum":1,"maximum":2000,"default":1000}"#,
                    "Records to be shown one by one, at most."),
            ], reply: json("MapView"))
    ]
}
