"""The forecast of individual help from its history. It is a forecast and no limit: no floor that decides on help may
import it.
"""
