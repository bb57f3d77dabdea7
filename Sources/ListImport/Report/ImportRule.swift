/// The rules that a list can break, each with the word that reports use.
public enum ImportRule: String, CaseIterable, Sendable {
    // The file.
    case fileTooLarge = "file-too-large"
    case gzipDamaged = "gzip-damaged"
    case fileEmpty = "file-empty"
    case otherEncoding = "other-encoding"
    case notUTF8 = "not-utf8"
    case quoteNotClosed = "quote-not-closed"
    case quoteMisplaced = "quote-misplaced"
    case fieldTooLong = "field-too-long"
    case fieldCount = "field-count"
    case bareCarriageReturn = "bare-carriage-return"
    case tooManyColumns = "too-many-columns"
    case tooManyRows = "too-many-rows"
    case columnMissing = "column-missing"
    case columnRepeated = "column-repeated"
    case damagedJSON = "json-damaged"
    case notGeoJSON = "not-geojson"
    case foreignReference = "not-wgs84"
    case scriptMismatch = "script-mismatch"

    // Texts.
    case empty = "empty"
    case nameEmpty = "name-empty"
    case controlCharacter = "control-character"
    case invisibleCharacter = "invisible-character"
    case replacementCharacter = "replacement-character"
    case misdecoded = "looks-misdecoded"
    case directionMark = "direction-mark"
    case unusualSpace = "unusual-space"
    case lineBreak = "line-break"

    // Values.
    case valueNotInTable = "value-not-in-table"
    case valueRefused = "value-refused"
    case badDate = "bad-date"
    case endBeforeStart = "end-before-start"
    case formRefused = "form-refused"
    case largeBody = "large-body"

    // Names of records.
    case subjectBad = "subject-bad"
    case subjectRepeated = "subject-repeated"
    case recordExists = "record-exists"

    // Places.
    case notANumber = "not-a-number"
    case notDecimalDegrees = "not-decimal-degrees"
    case commaDecimal = "comma-decimal"
    case outOfRange = "out-of-range"
    case looksSwapped = "looks-swapped"
    case nullIsland = "null-island"
    case outsideExpectedBox = "outside-expected-box"
    case fewDecimals = "few-decimals"
    case geometryMissing = "geometry-missing"
    case geometryRefused = "geometry-refused"
    case ringNotClosed = "ring-not-closed"
    case areaRefused = "area-refused"
    case crossesAntimeridian = "crosses-antimeridian"
    case longEdge = "long-edge"
    case partsSplit = "parts-split"
    case altitudeIgnored = "altitude-ignored"
}
