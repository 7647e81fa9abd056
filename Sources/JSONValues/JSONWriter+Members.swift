/// Whole members of an object, name and value at once.
extension JSONWriter {
    /// Writes a member with its value.
    public mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        string(value)
    }

    /// Writes a member whose value is text that is valid UTF-8.
    @inlinable @inline(__always)
    public mutating func member(_ name: StaticString, utf8 text: UnsafeBufferPointer<UInt8>) {
        self.name(name)
        string(utf8: text)
    }

    /// Writes a member with its value.
    @inlinable @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int) {
        self.name(name)
        integer(value)
    }

    /// Writes a member with its value.
    @inlinable @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// Writes a member with its value.
    public mutating func member(_ name: StaticString, _ value: Double) {
        self.name(name)
        number(value)
    }

    /// Writes `null` where there is no value.
    public mutating func member(_ name: StaticString, orNull value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    /// Writes `null` where there is no value.
    public mutating func member(_ name: StaticString, orNull value: Int?) {
        self.name(name)
        if let value { integer(value) } else { null() }
    }

    /// Leaves the member out where there is no value.
    public mutating func member(_ name: StaticString, ifAny value: String?) {
        if let value { member(name, value) }
    }

    /// Leaves the member out where there is no value.
    public mutating func member(_ name: StaticString, ifAny value: Int?) {
        if let value { member(name, value) }
    }

    /// Writes an object whose members `write` gives.
    public mutating func object(_ write: (inout JSONWriter) throws -> Void) rethrows {
        openObject()
        try write(&self)
        closeObject()
    }

    /// Writes an array whose elements `write` gives.
    public mutating func array(_ write: (inout JSONWriter) throws -> Void) rethrows {
        openArray()
        try write(&self)
        closeArray()
    }
}
