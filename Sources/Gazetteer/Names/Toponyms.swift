/// Words of place names that are told in either language, and words that say only what kind of place it is.
enum Toponyms {
    /// Words that lists add to a name or leave out; ignored where another word is left.
    static let generic: Set<String> = [
        "town", "village", "city", "suburb", "hamlet", "nahiyah", "nahiya", "nahia", "nahieh", "nahiyeh", "subdistrict",
        "district", "governorate", "province", "neighbourhood", "neighborhood", "quarter", "municipality", "the", "of",
        "hayy", "qaryat", "madinat", "madinet", "baldat", "locality",
        "قريه", "مدينه", "بلده", "ناحيه", "حي", "محافظه", "منطقه", "قضاء", "село", "город", "посёлок", "деревня",
    ]

    /// The Arabic word of an English one that names translate, in small Latin letters.
    static let arabic: [String: String] = [
        "new": "جديدة", "old": "قديمة", "east": "شرقي", "eastern": "شرقي", "west": "غربي", "western": "غربي",
        "north": "شمالي", "northern": "شمالي", "south": "جنوبي", "southern": "جنوبي", "upper": "فوقاني",
        "lower": "تحتاني", "great": "كبيرة", "greater": "كبيرة", "big": "كبيرة", "little": "صغيرة", "small": "صغيرة",
        "cemetery": "مقبرة", "street": "شارع", "road": "طريق", "university": "جامعة", "airport": "مطار",
        "hospital": "مشفى", "park": "حديقة", "garden": "حديقة", "camp": "مخيم", "castle": "قلعة", "citadel": "قلعة",
        "fortress": "قلعة", "river": "نهر", "mountain": "جبل", "hill": "تل", "bridge": "جسر", "square": "ساحة",
        "market": "سوق", "spring": "عين", "valley": "وادي", "monastery": "دير", "church": "كنيسة", "mosque": "جامع",
        "gate": "باب", "dam": "سد", "lake": "بحيرة", "island": "جزيرة", "roundabout": "دوار", "crossing": "معبر",
        "international": "دولي", "national": "وطني", "public": "عامة", "industrial": "صناعية", "barrack": "ثكنة",
        "barracks": "ثكنة", "school": "مدرسة", "port": "ميناء", "station": "محطة", "مستشفى": "مشفى", "مستشفي": "مشفى",
    ]

    /// Numbers that Latin letters write, where they do not begin a name.
    static let roman: [String: String] = [
        "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    ]

    /// The article before a word, as it is spoken before each letter.
    static let articles: Set<String> = [
        "al", "el", "ul", "il", "as", "ash", "ad", "adh", "at", "ath", "an", "ar", "az", "aj", "es", "esh", "ed", "edh",
        "et", "eth", "en", "er", "ez", "ej", "us", "ush", "ud", "ur", "un", "uz", "ut", "l",
    ]
}
