/// The last labels by which a bare name is known as a host: common ones of the IANA root zone.
enum TopLevelDomains {
    /// Those that are no words of a sentence.
    static let common = words(
        """
        com net org info biz edu gov mil int io co ai app dev gg tv cc xyz top site online store
        shop club live link click vip win bet casino porn sex xxx icu tech space website blog pro
        mobi name ly gl kr jp cn tw hk sg th vn id ph ru ua by kz pl cz sk hu ro bg de fr es pt nl
        ch dk se fi ie gr tr il ir uk eu ca br mx ar cl pe au nz za ng ke
        """)

    /// Those that often follow a full stop without a space; they count with a path behind them.
    static let words = words("is it in at to be no so us me my am do as or hu la pm st ws md py rs")

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
    }
}
