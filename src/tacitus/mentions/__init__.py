"""Who is mentioned where, and which mentions are one actor."""
