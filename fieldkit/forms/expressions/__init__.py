"""What conditions and calculations say, read once and turned into closures: XPath as forms speak it."""
