"""Profiles of countries: what a run says of people in, from and through one country, by year, beside documented values; as tables and as a page."""

from experiments.profile.profile import CountryProfile, Section, YearRow, country_profile

__all__ = ["CountryProfile", "Section", "YearRow", "country_profile"]
